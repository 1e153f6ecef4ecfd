// Trying a decision of a draft: who may, what the engine is given, and how what it says is told.
import { readFile } from 'node:fs/promises';
import { renamed } from '../../processes/decision-scratch.js';
import type { Tried } from '../../processes/engine-tryout.js';
import { Invalid } from '../../processes/errors.js';
import { expectProblem, openApi, type Api } from '../support/api.js';
import { closeTestStore } from '../support/store.js';

let api: Api;
let content: string;
/** What the engine was given, and what it answers next. */
let given: { xml: string; decision: string; variables: object } | undefined;
let answer: () => Tried;
beforeAll(async () => {
  api = await openApi();
  content = await readFile('processes/diagrams/crime-transfer.dmn', 'utf8');
  api.deps.engine.tryDecision = async (asked) => {
    given = asked;
    return answer();
  };
});
afterAll(() => closeTestStore());
beforeEach(() => {
  given = undefined;
  answer = () => ({
    output: { route: 'transfer' },
    decisions: [{ decision: given!.decision, name: '是否移送', output: { route: 'transfer' }, inputs: [{ name: '被欠薪人数', value: 12 }], rules: [{ id: 'crime_transfer_rule_2', index: 2, outputs: [{ name: '处理', value: 'transfer' }, { name: '依据', value: null }] }] }],
  });
});
const ask = async (account: string, more: object = {}) => (await api.as(account)).post('/api/decisions/evaluate').send({ content, decision: 'crime-transfer', variables: { workers: 12 }, ...more });

test('the engine is given a copy under names of its own, so that what is in force is never met', async () => {
  await ask('liucheng').then(({ status }) => expect(status).toBe(200));
  expect(given!.decision).toMatch(/^tryout_[0-9a-f]{32}_1$/);
  expect(given!.xml).toContain(`<decision id="${given!.decision}"`);
  expect(given!.xml).not.toMatch(/id="crime-transfer(-definitions)?"/);
  expect(given!.variables).toEqual({ workers: 12 });
});

test('the answer speaks of the decision and its rows by their own names', async () => {
  const { body } = await ask('liucheng');
  expect(body.decisions).toEqual([expect.objectContaining({ id: 'crime-transfer', rules: [{ number: 2, description: '1 人 3 个月以上、数额较大', outputs: expect.anything() }] })]);
});

test('a matched cell that gave no value is pointed out, because a text without quotes is a variable to the engine', async () => {
  const { body } = await ask('liucheng');
  expect(body.notes).toEqual([expect.stringMatching(/第 2 行的「依据」.*没有得出值：如果是文字，请加英文双引号/)]);
});

test('an expression that the engine cannot read is told by its cell', async () => {
  answer = () => { throw new Invalid(`3 INVALID_ARGUMENT: Expected to deploy new resources, but encountered the following errors:\n'${given!.decision}.dmn': FEEL unary-tests: failed to parse expression '>> 10': Expected (anyInput):1:1, found ">> 10"`); };
  const problem = expectProblem(await ask('liucheng', { content: content.replace('&gt;= 100000', '&gt;&gt; 10') }), 422);
  expect(problem.problems).toEqual([{ path: 'crime_transfer_rule_1_in_2', message: expect.stringMatching(/第 1 行的「累计欠薪（元）」（>> 10）：不是引擎能读的 FEEL 写法/) }]);
});

test('two rows that match at once are told in words', async () => {
  answer = () => { throw new Invalid(`Expected to evaluate decision '${given!.decision}', but multiple values aren't allowed for UNIQUE hit policy. found: 'List()'`); };
  expect(expectProblem(await ask('liucheng'), 422).detail).toContain('几行规则同时符合');
});

test.each([['no XML', '<a', '读不出来'], ['without the decision', '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n"/>', '没有决策']])('a file that is %s is refused before the engine is asked', async (_what, broken, said) => {
  expect(expectProblem(await ask('liucheng', { content: broken }), 422).detail).toContain(said);
  expect(given).toBeUndefined();
});

test.each(['baoyingzhihui', 'caoba', 'guanli'])('%s may not, who does not draw procedures', async (account) => {
  expectProblem(await ask(account), 403);
  expect(given).toBeUndefined();
});

test('names are changed where they are names, not inside texts', () => {
  const names = new Map([['level', 'x_1'], ['my-table', 'x_2']]);
  expect(renamed('if level = "level" then `my-table`.level else levels + level', names)).toBe('if x_1 = "level" then x_2.level else levels + x_1');
});

test.each([
  ['a range that is too wide', 'count(for i in 1..100000000 return i) > 0', '超过 1,000 次'], ['a loop in a loop in a loop', 'count(for a in 1..9, b in 1..9 return some c in [1] satisfies c = a) > 0', '最多套两层'], ['a text that is too long', `"${'长'.repeat(2_001)}"`, '最多 2000 个字'],
])('%s is refused by its cell before the engine is asked', async (_what, feel, said) => {
  const problem = expectProblem(await ask('liucheng', { content: content.replace('&gt;= 100000', feel) }), 422);
  expect(problem.problems).toEqual([{ path: 'crime_transfer_rule_1_in_2', message: expect.stringContaining(said) }]);
  expect(problem.detail).toContain('第 1 行的「累计欠薪（元）」');
  expect(given).toBeUndefined();
});

test('amounts that lie far apart are no loop', async () => {
  expect((await ask('liucheng', { content: content.replace('&gt;= 100000', '[1..5000000]') })).status).toBe(200);
});

test('what a crash left on the engine is taken away by the next try-out, and a try-out leaves no note', async () => {
  const { settings } = api.deps.store;
  await settings.create({ _id: 'tryout:left', value: { xml: '<left/>', decision: 'left', at: 0 } });
  const asked: object[] = [];
  const real = api.deps.engine.tryDecision;
  api.deps.engine.tryDecision = async (one) => { asked.push(one); return real(one); };
  expect((await ask('liucheng')).status).toBe(200);
  api.deps.engine.tryDecision = real;
  expect(asked[0]).toEqual({ xml: '<left/>', decision: 'left', variables: {}, evaluate: false });
  expect(asked).toHaveLength(2);
  expect(await settings.countDocuments({ _id: { $gte: 'tryout:', $lt: 'tryout;' } })).toBe(0);
});
