// One report with two contents: shows both sides, marks what differs, and does what the person chooses.
import { call, Refused } from './lib/api.js';
import { dateTime } from '../helpers/format.js';
import { busy, get, make, pageData } from './lib/dom.js';
import { drop, find as kept, photo, replace } from './lib/outbox/box.js';
import { asAddition, field, type Item } from './lib/outbox/item.js';
import { turn } from './lib/outbox/wake.js';
import { sentence, showProblems } from './lib/problems.js';
import { unitName } from './lib/unit-name.js';
import { uuid } from './lib/uuid.js';

interface Filed { caseNo: string; title: string; description: string; category: string; urgency: string; people: number; place: { text: string }; grid: string; reporter: { name?: string; phone?: string; anonymous?: boolean }; reportedAt: string; seenAt?: string; attachments: string[] }
const { id, person, categories, grids } = pageData<{ id: string; person: string; categories: Record<string, string>; grids: Record<string, string> }>();
type Row = [name: string, value: string];

const who = (name = '', phone = '', anonymous = false): string => [name, phone, anonymous ? '要求匿名' : ''].filter(Boolean).join(' ');
const mine = (item: Item): Row[] => [
  ['一句话说明', field(item, 'title')], ['详细情况', field(item, 'description')], ['类别', item.categoryName ?? categories[field(item, 'category')] ?? ''], ['紧急程度', field(item, 'urgency')],
  ['涉及人数', field(item, 'people')], ['地点', field(item, 'place')], ['所属网格', grids[field(item, 'grid')] ?? item.gridName ?? ''],
  ['反映人', who(field(item, 'reporterName'), field(item, 'reporterPhone'), field(item, 'anonymous') !== '')], ['现场时间', item.seenAt ? dateTime(Date.parse(item.seenAt)) : ''],
];
const theirs = (filed: Filed, gridName: string): Row[] => [
  ['一句话说明', filed.title], ['详细情况', filed.description], ['类别', categories[filed.category] ?? filed.category], ['紧急程度', filed.urgency], ['涉及人数', String(filed.people)],
  ['地点', filed.place.text], ['所属网格', gridName], ['反映人', who(filed.reporter.name, filed.reporter.phone, filed.reporter.anonymous)],
  ['现场时间', dateTime(Date.parse(filed.seenAt ?? filed.reportedAt))],
];

const shown = (rows: Row[], others: Row[]): HTMLElement[] => rows.flatMap(([name, value], n) => {
  if (!value && !others[n]![1]) return [];
  const differs = name !== '现场时间' && value !== others[n]![1];
  return [make('div', differs ? { class: 'is-other' } : {}, make('dt', {}, name), make('dd', {}, value || '（没有填）', ...(differs ? [make('span', { class: 'ld-tag ld-soon' }, '不同')] : [])))];
});
const picture = (src: string): HTMLElement => make('img', { src, alt: '现场照片', width: '88', height: '88' });

/** Takes the item's place with another one and sends that. */
async function instead(made: Item): Promise<void> {
  await replace(id, made);
  await Promise.race([turn(person, true), new Promise((resolve) => { setTimeout(resolve, 3_000); })]);
  location.assign('/outbox');
}

function choices(item: Item, filed: Filed): void {
  const add = get<HTMLButtonElement>('[data-add]');
  add.onclick = () => void busy(add, () => instead({ ...asAddition(item, uuid(), Date.now()), photos: item.photos.filter((one) => !one.id || !filed.attachments.includes(one.id)) }));
  const anew = get<HTMLButtonElement>('[data-anew]');
  anew.onclick = () => void busy(anew, () => instead({ ...item, id: uuid(), state: 'waiting', caseNo: undefined, at: Date.now(), tries: 0, nextAt: 0 }));
  const away = get<HTMLButtonElement>('[data-drop]');
  away.onclick = () => void busy(away, async () => {
    if (away.dataset.sure) {
      await drop(id);
      return location.assign(`/cases/${encodeURIComponent(filed.caseNo)}`);
    }
    away.dataset.sure = '1';
    away.classList.add('btn-danger');
    get('span', away).textContent = '确定删掉手机上的这份';
  });
  get('[data-choices]').hidden = false;
}

async function show(): Promise<void> {
  const item = await kept(id);
  const intro = get('[data-intro]');
  if (!item || item.person !== person || item.state !== 'conflict' || !item.caseNo) {
    intro.textContent = '这件已经处理过了，或者不在这台手机上。';
    return;
  }
  const { case: filed } = await call<{ case: Filed }>('GET', `/cases/${encodeURIComponent(item.caseNo)}`);
  intro.replaceChildren('这次上报服务器先前已经收到，案件号 ', make('a', { class: 'ld-mono', href: `/cases/${encodeURIComponent(filed.caseNo)}` }, filed.caseNo), '；之后手机上的内容又改过，或者在另一处也报了。两边都没有丢，请看清不同再决定。');
  const [left, right] = [mine(item), theirs(filed, grids[filed.grid] ?? await unitName(filed.grid))];
  get('[data-mine]').append(...shown(left, right));
  get('[data-theirs]').append(...shown(right, left));
  for (const one of item.photos) {
    const blob = await photo(one.key);
    if (blob || one.id) get('[data-mine-photos]').append(picture(blob ? URL.createObjectURL(blob) : `/api/attachments/${encodeURIComponent(one.id!)}`));
  }
  get('[data-theirs-photos]').append(...filed.attachments.map((file) => picture(`/api/attachments/${encodeURIComponent(file)}`)));
  get('[data-sides]').hidden = false;
  choices(item, filed);
}

show().catch((error) => {
  get('[data-intro]').hidden = true;
  showProblems(get('[data-problems]'), error instanceof Refused ? sentence(error.message) : '没有取到两边的内容，请刷新再试。手机上的内容还在。', []);
});
