// Trying decisions on the real engine: the draft is what is evaluated, what is in force stays, and nothing is left behind.
import { readFile } from 'node:fs/promises';
import { tryOut } from '../../processes/decision-tryout.js';
import { connectEngine, type Engine } from '../../processes/engine.js';
import type { Store } from '../../processes/store/store.js';
import { closeTestStore, openTestStore } from '../support/store.js';
import { theSystem, type System } from '../support/system.js';

let system: System;
let engine: Engine;
let store: Store;
/** The names under which the engine was given something to try. */
const tried: string[] = [];
beforeAll(async () => {
  system = await theSystem();
  store = await openTestStore();
  const real = connectEngine(system.zeebeAddress);
  engine = { ...real, tryDecision: (given) => { tried.push(given.decision); return real.tryDecision(given); } };
}, 240_000);
afterAll(async () => {
  await engine?.close();
  await closeTestStore();
  await system?.stop();
}, 60_000);

const variables = { workers: 12, owed: 60_000, longestMonths: 2, largestClaim: 8_000 };
const inForce = () => readFile('processes/diagrams/crime-transfer.dmn', 'utf8');
const gone = () => Promise.all(tried.map((decision) => expect(engine.evaluate(decision, {})).rejects.toThrow('no decision found')));

test('a changed table is evaluated as it is drawn, while cases still meet the one in force', async () => {
  const draft = (await inForce()).replace('&gt;= 100000', '&gt;= 50000');
  const before = await engine.evaluate('crime-transfer', variables);
  const { output, decisions, notes } = await tryOut({ content: draft, decision: 'crime-transfer', variables }, { engine, store });
  expect([output, decisions[0]!.rules.map(({ number }) => number), notes]).toEqual([expect.objectContaining({ route: 'transfer' }), [1], []]);
  expect(before).toMatchObject({ route: 'enforcement' });
  expect(await engine.evaluate('crime-transfer', variables)).toEqual(before);
  await gone();
});

test('a decision that asks another of the same file asks the draft of it', async () => {
  const content = `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="two" name="two" namespace="n">
    <decision id="crime-transfer" name="级别"><literalExpression id="l"><text>if people &gt; 10 then "大" else "小"</text></literalExpression></decision>
    <decision id="advice" name="建议"><informationRequirement id="r"><requiredDecision href="#crime-transfer"/></informationRequirement><literalExpression id="m"><text>"crime-transfer：" + \`crime-transfer\`</text></literalExpression></decision>
  </definitions>`;
  expect((await tryOut({ content, decision: 'advice', variables: { people: 11 } }, { engine, store })).output).toBe('crime-transfer：大');
  await gone();
});

test('a cell that the engine cannot read, or that matches twice, is told in Chinese', async () => {
  const content = await inForce();
  const said = async (draft: string) => tryOut({ content: draft, decision: 'crime-transfer', variables: { ...variables, owed: 200_000 } }, { engine, store }).then(() => 'nothing', (error) => [error.message, ...error.problems.map((one: { message: string }) => one.message)].join(' '));
  expect(await said(content.replace('&gt;= 10<', '&gt;&gt; 10<'))).toMatch(/第 1 行的「被欠薪人数」（>> 10）：不是引擎能读的/);
  expect(await said(content.replace('"transfer"', 'foo.bar(1'))).toMatch(/第 1 行的「处理」（foo\.bar\(1）：不是引擎能读的/);
  expect(await said(content.replace('<text>workers</text>', '<text></text>'))).toMatch(/输入列「被欠薪人数」：还没有写取哪个变量/);
  expect(await said(content.replace('hitPolicy="FIRST"', 'hitPolicy="UNIQUE"'))).toMatch(/几行规则同时符合/);
  await gone();
});

test('over the API whoever draws may try, and the answer says which row matched', async () => {
  const person = await system.as('liucheng');
  const { decisions } = await person.post('/decisions/evaluate', { content: await inForce(), decision: 'crime-transfer', variables });
  expect(decisions[0].rules).toEqual([{ number: 3, description: '未达刑事标准', outputs: [{ name: '处理', value: 'enforcement' }, expect.anything()] }]);
});
