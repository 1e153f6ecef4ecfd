// The check of a folder as a whole, and that bpmnlint's every rule has its Chinese sentence.
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkDiagrams } from '../../processes/check.js';
import { lintWords } from '../../processes/checks/lint-words.js';

const minimal = '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="x" id="d"><bpmn:process id="p" isExecutable="true" /></bpmn:definitions>';

describe('the check of a folder', () => {
  let folder: string;
  beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'check-')); });
  afterEach(() => rm(folder, { recursive: true }));

  test('a form whose id is not its file name is found', async () => {
    await writeFile(join(folder, 'intake.form'), JSON.stringify({ id: 'other', components: [] }));
    expect(await checkDiagrams(folder)).toEqual([expect.objectContaining({ rule: 'form-name', file: 'intake.form' })]);
  });

  test('two diagrams with one procedure id are found', async () => {
    await writeFile(join(folder, 'a.bpmn'), minimal);
    await writeFile(join(folder, 'b.bpmn'), minimal);
    expect((await checkDiagrams(folder)).filter(({ rule }) => rule === 'procedure-name')).toEqual([expect.objectContaining({ file: 'b.bpmn' })]);
  });
});

test('every rule of bpmnlint that may speak has a Chinese sentence', () => {
  // in a Node of its own: jest cannot require what bpmnlint requires
  const list = "JSON.stringify([...Object.keys(require('bpmnlint/config/recommended').rules), ...Object.keys(require('bpmnlint-plugin-camunda-compat').configs['camunda-cloud-8-5'].rules)])";
  const all: string[] = JSON.parse(execFileSync(process.execPath, ['-p', list], { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } }));
  const spoken = all.filter((rule) => !['user-task-definition', 'called-element', 'subscription', 'user-task-form'].includes(rule));
  expect(spoken.filter((rule) => lintWords(rule, 'x').includes('不合 BPMN 规范'))).toEqual([]);
  expect(spoken.length).toBeGreaterThan(50);
});
