// A check-in becomes a report: what is known is filled in before the report's own script begins. The report bears the check-in's id, so the two find each other.
import { call } from './api.js';
import { toast } from './dom.js';
import { find, put } from './outbox/box.js';
import { concernField, type Concern } from './outbox/item.js';

interface Visit { id: string; occasion: string; text: string; place: { text: string; lng?: number; lat?: number }; grid: string; items: (Concern & { kind: string })[]; attachments: string[]; at: string; caseNo?: string; mine: boolean }

/** A first line from what was seen: people's names stay out of it, a report goes to others than their register. */
const titleOf = ({ text, occasion, items, place }: Visit): string => {
  const thing = items.find(({ kind }) => kind === 'danger') ?? items.find(({ kind }) => kind === 'facility');
  return (text.split(/[\n。；]/)[0] || thing?.name || `${occasion}：${place.text}`).slice(0, 80);
};

async function prefill(form: HTMLFormElement, id: string): Promise<void> {
  // what was begun here goes on as it stands
  if (await find(id)) return void (form.dataset.item = id);
  const visit = await call<Visit>('GET', `/visits/${encodeURIComponent(id)}`);
  if (visit.caseNo) return location.replace(`/cases/${encodeURIComponent(visit.caseNo)}`);
  const { lng, lat } = visit.place;
  await put({
    id: visit.id, person: form.dataset.person!, state: 'draft', fields: [['title', titleOf(visit)], ['description', visit.text], ['place', visit.place.text], ['grid', visit.grid], ...visit.items.slice(0, 5).map(concernField)],
    ...(lng !== undefined && lat !== undefined ? { position: { lng, lat } } : {}), photos: visit.attachments.map((file) => ({ key: file, id: file, name: '' })), seenAt: visit.at, at: Date.now(), tries: 0, nextAt: 0,
  });
  form.dataset.item = visit.id;
}

const form = document.querySelector<HTMLFormElement>('#report');
const from = new URLSearchParams(location.search).get('from');
// the report's script waits for this: it then finds the fields as if they had been typed
if (form && from) await prefill(form, from).catch(() => toast('没有取到走访记录，请自己填写；走访记录还在日志里。'));
