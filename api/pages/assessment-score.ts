// One score: each indicator with what stands above and below the line and the cases behind it, how it was before, appeals and corrections.
import { operands } from '../../processes/assessment/built-in.js';
import { runStates } from './assessment.js';
import { given, pageNumber, pager, type Page } from './page.js';

export const page: Page = {
  name: 'assessment-score', path: '/assessment/scores/:id', title: '考核结果', assets: ['control-room.css', 'assessment.css', 'assessment-score.js'],
  async show({ req, ask }) {
    const found = await ask('/assessment-scores/{id}', { params: { id: req.params.id } });
    const chosen = found.run.indicators.find(({ id }: any) => id === given(req, 'indicator'));
    const side = given(req, 'side') === 'denominator' ? 'denominator' : 'numerator';
    const cases = chosen && await ask('/assessment-scores/{id}/cases', { params: { id: req.params.id }, query: { indicator: chosen.id, side, page: String(pageNumber(req)) } });
    const byId = new Map(found.run.indicators.map((one: any) => [one.id, one]));
    const link = (indicator: string, of: string) => `?indicator=${indicator}&side=${of}#behind`;
    return {
      found, stateName: runStates[found.run.state], rankingHref: `/assessment?id=${encodeURIComponent(found.assessment)}`,
      rows: found.items.map((item: any) => {
        const { name, group, formula, weight, giver, numerator, denominator } = (byId.get(item.indicator) ?? { name: item.indicator }) as any;
        return { ...item, label: name, group, formula, weight, giverName: giver === 'town' ? '镇（街道）' : '部门', aboveName: operands[numerator], belowName: operands[denominator], aboveHref: link(item.indicator, 'numerator'), belowHref: denominator === 'base' ? undefined : link(item.indicator, 'denominator') };
      }),
      officers: found.subject === 'officer', chosenName: chosen && `${chosen.name}：${operands[chosen[side]]}`, cases, hiddenCases: cases && cases.total > cases.items.length && cases.total <= cases.size ? cases.total - cases.items.length : 0, pager: cases && pager(req, cases),
      waiting: found.appeals.find(({ answer }: any) => !answer), trend: found.trend.length > 1 ? found.trend : undefined, changed: found.trend.filter(({ changed }: any) => changed).map(({ period }: any) => period).join('、'), laterTotal: found.later ? Math.round((found.total + found.later) * 100) / 100 : undefined, forBrowser: { id: found.id, appeal: found.appeals.find(({ answer }: any) => !answer)?.id },
    };
  },
};
