// A check-in becomes a report: what is known is filled in before the report's own script begins. The report bears the check-in's id, so the two find each other.
import { call } from './api.js';
import { get, toast } from './dom.js';
import { keep, kept } from './kept.js';

interface Visit { id: string; occasion: string; text: string; place: { text: string; lng?: number; lat?: number }; grid: string; items: { kind: string; name: string }[]; attachments: string[]; caseNo?: string; mine: boolean }

/** A first line from what was seen: people's names stay out of it, a report goes to others than their register. */
const titleOf = ({ text, occasion, items, place }: Visit): string => {
  const thing = items.find(({ kind }) => kind === 'danger') ?? items.find(({ kind }) => kind === 'facility');
  return (text.split(/[\n。；]/)[0] || thing?.name || `${occasion}：${place.text}`).slice(0, 80);
};

async function prefill(form: HTMLFormElement, id: string): Promise<void> {
  const visit = await call<Visit>('GET', `/visits/${encodeURIComponent(id)}`);
  if (visit.caseNo) return location.replace(`/cases/${encodeURIComponent(visit.caseNo)}`);
  form.dataset.client = visit.id;
  // another report that is half written keeps its own place
  form.dataset.person = `${form.dataset.person}:${visit.id}`;
  const { lng, lat } = visit.place;
  if (lng !== undefined) Object.assign(get('[data-locate]').dataset, { lng: String(lng), lat: String(lat) });
  const localKey = `report:${form.dataset.person}`;
  if (kept(localKey)) return;
  const fields: [string, string][] = [['title', titleOf(visit)], ['description', visit.text], ['place', visit.place.text], ['grid', visit.grid]];
  keep(localKey, { clientId: visit.id, fields, photos: visit.attachments });
}

const form = document.querySelector<HTMLFormElement>('#report');
const from = new URLSearchParams(location.search).get('from');
// the report's script waits for this: it then finds the fields as if they had been typed
if (form && from) await prefill(form, from).catch(() => toast('没有取到走访记录，请自己填写；走访记录还在日志里。'));
