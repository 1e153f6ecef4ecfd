// Two diagrams: each kind of difference is a sentence that a policy officer understands, with the element to mark.
import { compare } from '../../../processes/compare/compare.js';
import { changesOf, edited, said, shipped } from './files.js';

const grid = shipped('grid-event.bpmn');
const wage = shipped('wage-arrears.bpmn');
const departments = new Map([['town.lds', '镇劳动所']]);

describe('what became of an element', () => {
  test.each<[string, string | RegExp, string, string]>([
    ['a limit', /(<bpmn:userTask id="check"[\s\S]*?key="limit" value=")1 工作日/, '$112 工作时', '「核查」的时限：1 工作日 → 12 工作时'],
    ['a name', 'name="村（网格）处置"', 'name="村级处置"', '「村（网格）处置」改名为「村级处置」'],
    ['a form', 'formKey="village-handle"', 'formKey="check"', '「村（网格）处置」的表单：village-handle → check'],
    ['a group', '=[town + &quot;/dispatcher&quot;]', '=[town + &quot;/dispatcher&quot;, town + &quot;.lds/head&quot;]', '「镇联动中心派遣」的办理人：镇·联动中心分流员 → 镇·联动中心分流员、镇劳动所·部门负责人'],
    ['a status', 'name="status" value="上报待接收"', 'name="status" value="待接收"', '的办理状态：上报待接收 → 待接收'],
    ['a condition', '=checkOutcome = "fail"', '=checkOutcome = "bad" or returns >= 2', '「核查通过？」到「退回返工」的条件：checkOutcome = "fail" → checkOutcome = "bad" 或 returns ≥ 2'],
    ['a job type', '<zeebe:taskDefinition type="merge"', '<zeebe:taskDefinition type="feedback"', '的自动处理：并案（merge） → 反馈（feedback）'],
    ['a called decision', 'decisionId="event-classification"', 'decisionId="other"', '的调用的决策：event-classification → other'],
    ['a called procedure', 'zeebe:calledElement processId="=joint"', 'zeebe:calledElement processId="wage-arrears"', '的调用的流程：joint → wage-arrears'],
    ['a message', 'name="deadline.intake"', 'name="deadline.other"', '的消息名称：deadline.intake → deadline.other'],
    ['an error code', 'errorCode="MERGE_TARGET"', 'errorCode="OTHER"', '的错误代码：MERGE_TARGET → OTHER'],
    ['an input', 'source="=lastReason" target="reason"', 'source="=&quot;无&quot;" target="reason"', '的输入变量 reason：lastReason → 无'],
    ['an unknown attribute', '<bpmn:userTask id="check"', '<bpmn:userTask id="check" xmlns:our="urn:our" our:colour="red"', '「核查」增加扩展属性 our:colour：red'],
    ['an unknown extension', '<zeebe:calledDecision', '<our:thing xmlns:our="urn:our" a="1" /><zeebe:calledDecision', '增加扩展属性 our:thing/a：1'],
    ['the name of the procedure', /(<bpmn:process[^>]*name=")[^"]*/, '$1网格办理', '流程「网格事件全链条办理」改名为「网格办理」'],
    ['a boundary event of another task', 'attachedToRef="village-handle"', 'attachedToRef="check"', '由附在「村（网格）处置」改为附在「核查」'],
    ['a kind', /<bpmn:userTask id="check"([\s\S]*?)<\/bpmn:userTask>/, '<bpmn:manualTask id="check"$1</bpmn:manualTask>', '「核查」由人工任务改为线下任务'],
  ])('%s is told in words', async (_what, from, to, sentence) => {
    const texts = await said(grid, edited(grid, [from, to]), departments);
    expect(texts.join('\n')).toContain(sentence);
    expect(texts.length).toBeLessThan(8);
  });

  test('a limit that is computed is read as a sentence, with the names of the table\'s columns', async () => {
    const table = shipped('event-classification.dmn');
    const { changes } = await compare([grid, table], [edited(grid, ['then &quot;10 分钟&quot; else &quot;2 工作时&quot;', 'then &quot;20 分钟&quot; else &quot;2 工作时&quot;']), table]);
    expect(changes.map(({ text }) => text)).toEqual(['「受理核实」的时限：如果 紧急程度 = 「特急」，则「10 分钟」；否则「2 工作时」 → 如果 紧急程度 = 「特急」，则「20 分钟」；否则「2 工作时」']);
  });

  test('the element to mark goes with the sentence', async () => {
    const [change] = await changesOf(grid, edited(grid, ['formKey="village-handle"', 'formKey="check"']));
    expect(change).toMatchObject({ file: 'grid-event.bpmn', element: 'village-handle', kind: 'changed', before: 'village-handle', after: 'check' });
  });
});

describe('elements that come and go', () => {
  const task = '<bpmn:userTask id="recheck" name="复核"><bpmn:extensionElements><zeebe:taskHeaders><zeebe:header key="limit" value="1 工作日" /></zeebe:taskHeaders></bpmn:extensionElements><bpmn:incoming>tell-closed-to-close</bpmn:incoming><bpmn:outgoing>recheck-to-close</bpmn:outgoing></bpmn:userTask>';
  const flow = '<bpmn:sequenceFlow id="recheck-to-close" sourceRef="recheck" targetRef="close" />';
  const more = edited(grid, ['<bpmn:sequenceFlow id="tell-closed-to-close" sourceRef="tell-closed" targetRef="close" />', `${task}${flow}<bpmn:sequenceFlow id="tell-closed-to-close" sourceRef="tell-closed" targetRef="recheck" />`],
    [/(<bpmn:serviceTask id="close"[\s\S]*?<bpmn:incoming>)tell-closed-to-close/, '$1recheck-to-close']);

  test('a task put between two others is added with its limit, and the connection leads to it', async () => {
    const texts = await said(grid, more);
    expect(texts).toHaveLength(2);
    expect(texts[0]).toMatch(/^新增人工任务「复核」，接在.*之后，通向.*（时限：1 工作日）$/);
    expect(texts[1]).toMatch(/^连线.*的终点由.*改为「复核」$/);
  });

  test('the way back says that it is removed', async () => {
    const changes = await changesOf(more, grid);
    expect(changes.filter(({ kind }) => kind === 'removed')).toMatchObject([{ element: 'recheck', elements: ['recheck-to-close'] }]);
  });

  test('an element with a new id and everything else as it was is the same element', async () => {
    const texts = await said(grid, edited(grid, [/(?<!key=)"check"(?=[ />])/g, '"check-2"'], ['formKey="check-2"', 'formKey="check"']));
    expect(texts).toEqual(['「核查」的编号由 check 改为 check-2']);
  });

  test('two unrelated procedures are told as two procedures', async () => {
    const { equal, changes } = await compare([grid], [wage]);
    expect(equal).toBe(false);
    expect(changes[0]!.text).toBe('流程编号由 grid-event 改为 wage-arrears：两边是不同的流程');
    const { equal: same, changes: only } = await compare([grid], [edited(grid, ['<bpmn:process id="grid-event"', '<bpmn:process id="grid-copy"'])]);
    expect([same, only.map(({ text }) => text)]).toEqual([false, ['流程编号由 grid-event 改为 grid-copy：两边是不同的流程']]);
  });
});

describe('what else differs', () => {
  test('shapes that were only moved are one sentence, and the versions are equal', async () => {
    const { equal, changes } = await compare([grid], [edited(grid, [/(<dc:Bounds [^>]* x=")(\d)/g, '$11$2'])]);
    expect(equal).toBe(true);
    expect(changes).toHaveLength(1);
    expect(changes[0]).toMatchObject({ kind: 'moved' });
    expect(changes[0]!.text).toMatch(/^另有 \d+ 个图形只移动了位置或改了外观$/);
  });

  test('the order of conditions is meaning: the engine takes the first that holds', async () => {
    const line = /\n *<bpmn:sequenceFlow id="dispatched-to-joint-procedure"[\s\S]*?<\/bpmn:sequenceFlow>/;
    const text = line.exec(grid.content)![0];
    const swapped = edited(grid, [line, ''], [/(<bpmn:sequenceFlow id="dispatched-to-town-up"[\s\S]*?<\/bpmn:sequenceFlow>)/, `$1${text}`]);
    const { equal, changes } = await compare([grid], [swapped]);
    expect(equal).toBe(false);
    expect(changes).toMatchObject([{ kind: 'changed', element: 'dispatched' }]);
    expect(changes[0]!.text).toContain('判断条件的先后改变（先成立的先走）');
  });

  test('the stamp of a release is no difference, another property of the process is', async () => {
    const stamp = (name: string) => edited(wage, ['<zeebe:property name="joint" value="true" />', `<zeebe:property name="joint" value="true" /><zeebe:property name="${name}" value="4" />`]);
    expect(await compare([wage], [stamp('release')])).toMatchObject({ equal: true, changes: [] });
    expect(await said(wage, stamp('owner'))).toEqual(['流程「欠薪纠纷处理联动机制」增加属性 owner：4']);
  });

  test('another default flow is told by where it leads', async () => {
    const texts = await said(wage, edited(wage, ['default="reached-to-search-done"', 'default="reached-to-police-assist"']));
    expect(texts).toEqual(['「是否找到？」的默认去向：排他网关 search-done → 「公安协助查找」']);
  });

  test('a timer is read aloud', async () => {
    const every = shipped('supervision.bpmn');
    expect((await said(every, edited(every, ['R/PT1M', 'R/PT5M']))).join()).toContain('的重复周期：每 1 分钟 → 每 5 分钟');
  });

  test('a connection that leads nowhere is said', async () => {
    const texts = await said(wage, edited(wage, ['targetRef="notify-department"', 'targetRef="nowhere"']));
    expect(texts.join()).toContain('的终点由「通知部门到场」改为（不存在的 nowhere）');
  });
});
