// Who to sign in as for each job of the demo: its posts, the departments last, what each does first, and the accounts that hold it.
import { roleName, roles, type Role } from '../roles.js';
import { demoSignIns } from './load.js';

// What somebody who tries the system can do as this role.
const does: Record<string, string> = {
  'grid-member': '上报、办理、走访登记', 'grid-leader': '网格台账、预警排查', intake: '受理核实、村处置', dispatcher: '派遣、督促、发起工作', 'duty-leader': '审批延期、发布预警、排值班', helper: '预警时帮扶到户',
  officer: '签收、处置、会办', head: '本部门审批、改派', commander: '总览、挂账、干预流程、发布预警', supervisor: '督办、发牌', 'follow-up': '回访当事人', assessor: '月度考核', policy: '画流程、改时限和决策表', admin: '引擎、设置', security: '账号和岗位', auditor: '查审计',
};

export interface DemoJob { role: string; does: string; people: { account: string; name: string; unit: string }[] }

// They are three of four accounts: whoever looks for another job should not scroll past them.
const departments = ({ at }: Role) => at.includes('department');

/** Every post that the demo fills, with whom to sign in as. */
export const demoJobs: readonly DemoJob[] = [...roles].sort((a, b) => Number(departments(a)) - Number(departments(b))).map(({ id }) => ({
  role: roleName(id), does: does[id] ?? '', people: demoSignIns.filter(({ role }) => role === roleName(id)).map(({ account, name, unit }) => ({ account, name, unit })),
})).filter(({ people }) => people.length > 0);
