// Two versions side by side, of one procedure or of two: what differs, in sentences and on both diagrams.
import { can } from '../../processes/roles.js';
import { given, type Ask, type Page } from './page.js';

interface Choice { version: string; label: string; chosen: boolean }
interface About { id: string; name: string; version?: number; draft?: object; releases: { number: number; at: Date; state: string }[]; snapshots: { version: string; at: Date; why: string }[] }

/** Every version that a procedure can be compared in, by who asks. */
function choices({ releases, snapshots, draft, version }: About, mayDrafts: boolean): { version: string; label: string; at?: Date }[] {
  return [
    ...(version !== undefined && releases.length ? [{ version: 'newest', label: `现行版本（第 ${version} 版）` }] : []),
    ...(mayDrafts && draft ? [{ version: 'draft', label: '草稿' }] : []),
    ...releases.map(({ number, at, state }) => ({ version: String(number), label: `第 ${number} 版${state === 'deploying' ? '（发布中）' : ''}`, at })),
    ...(mayDrafts ? snapshots.map(({ version: of, at, why }) => ({ version: of, label: `留存：${why}`, at })) : []),
  ];
}

const about = async (ask: Ask, id: string): Promise<About> => ask('/procedures/{id}', { params: { id } });

export const page: Page = {
  name: 'compare', path: '/compare', title: '比较版本', assets: ['diagram.css', 'compare.css', 'compare.js'],
  async show({ req, person, ask }) {
    const mayDrafts = can(person, 'approve-procedures');
    const { items } = await ask('/procedures');
    const procedure = given(req, 'procedure') ?? items[0]?.id;
    const rightProcedure = given(req, 'rightProcedure') ?? procedure;
    const sides = procedure ? await Promise.all([about(ask, procedure), about(ask, rightProcedure)]) : [];
    const [left, right] = sides.map((one) => choices(one, mayDrafts));
    const known = (all: { version: string }[] | undefined, wanted: string | undefined) => all?.find(({ version }) => version === wanted)?.version;
    // what one most often wants to see: what the draft changes, or else what the newest version changed
    const newest = sides[0]?.releases[0]?.number;
    const usual = procedure !== rightProcedure ? ['newest', 'newest'] : known(right, 'draft') ? ['newest', 'draft'] : [String((newest ?? 1) - 1), 'newest'];
    const chosen = [known(left, given(req, 'left')) ?? known(left, usual[0]) ?? left?.[0]?.version, known(right, given(req, 'right')) ?? known(right, usual[1]) ?? right?.[0]?.version];
    const side = (index: number, name: 'left' | 'right') => {
      const of = sides[index];
      const all = (index === 0 ? left : right) ?? [];
      return {
        name, title: index === 0 ? '左边' : '右边', field: index === 0 ? 'procedure' : 'rightProcedure', none: all.length === 0,
        procedures: items.map((one: { id: string; name: string }) => ({ id: one.id, name: one.name, chosen: one.id === of?.id })),
        versions: all.map((one): Choice & { at?: Date } => ({ ...one, chosen: one.version === chosen[index] })),
      };
    };
    const same = procedure === rightProcedure;
    const reference = (index: number) => {
      const choice = (index === 0 ? left : right)?.find(({ version }) => version === chosen[index]);
      return choice && { procedure: sides[index]!.id, version: choice.version, label: same ? choice.label : `${sides[index]!.name} · ${choice.label}` };
    };
    return {
      sides: [side(0, 'left'), side(1, 'right')], procedure: sides[0] && { id: sides[0].id, name: sides[0].name }, crumb: procedure ? `/procedures/${encodeURIComponent(procedure)}` : '/procedures',
      forBrowser: { left: reference(0), right: reference(1) },
    };
  },
};
