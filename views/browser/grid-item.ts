// One item of a register: saves it, shows what somebody else changed meanwhile without losing what was typed, looks behind masks, takes it off the register.
import { call, Refused } from './lib/api.js';
import { busy, find, get, make } from './lib/dom.js';
import { fieldProblems } from './lib/field-problems.js';
import { forget, keep, kept } from './lib/kept.js';
import { locate } from './lib/locate.js';
import { sentence } from './lib/problems.js';

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
const form = find<HTMLFormElement>('form[data-item]');

function editing(form: HTMLFormElement): void {
  const { id = '', kind = '', grid = '', person } = form.dataset;
  const localKey = `register:${person}:${id || `${kind}:${grid}`}`;
  const holders = [...form.querySelectorAll<HTMLElement>('[data-field]')];
  const position = find('[data-locate]', form) ? locate(get<HTMLButtonElement>('[data-locate]', form), get('[data-located]', form)) : () => ({});
  const many = (holder: HTMLElement) => [...holder.querySelectorAll<HTMLInputElement>('input[name=categories]')];
  const field = (holder: HTMLElement) => get<Field>('input:not([data-clear]):not([name=categories]), select, textarea', holder);
  const read = (holder: HTMLElement): string => (many(holder).length ? many(holder).filter(({ checked }) => checked).map(({ value }) => value).join('、') : field(holder).value.trim());
  const write = (holder: HTMLElement, value: string) => {
    if (many(holder).length) for (const each of many(holder)) each.checked = value.split('、').includes(each.value);
    else field(holder).value = value;
  };
  const secret = (holder: HTMLElement) => holder.dataset.key === 'phone' || holder.dataset.key === 'idNumber';
  let loaded = new Map(holders.map((holder) => [holder, read(holder)]));
  let clientId = form.dataset.client!;
  let place: { lng?: number; lat?: number } | undefined;

  function draft() {
    const of = (key: string) => holders.find((holder) => holder.dataset.key === key);
    const value = (key: string) => (of(key) ? read(of(key)!) : '');
    const number = (key: string) => (find<HTMLInputElement>(`[data-clear=${key}]`, form)?.checked ? { [key]: null } : value(key) ? { [key]: value(key).replace(/\s/g, '') } : {});
    const facts = Object.fromEntries(holders.filter(({ dataset }) => dataset.key === 'fact').map((holder) => [holder.dataset.field!, read(holder)]).filter(([, text]) => text));
    return {
      name: value('name'), categories: value('categories').split('、').filter(Boolean), place: { text: value('place'), ...place, ...position() }, facts,
      ...(value('household') ? { household: value('household') } : {}), ...(value('note') ? { note: value('note') } : {}), ...number('phone'), ...number('idNumber'),
    };
  }

  const asFields = (item: any) => (holder: HTMLElement): string => {
    const { key = '', field: header = '' } = holder.dataset;
    return String((key === 'fact' ? item.facts[header] : key === 'place' ? item.place.text : key === 'categories' ? item.categories.join('、') : item[key]) ?? '');
  };

  /** Somebody was faster: what they changed is said, what was not touched here is taken over, what was typed stays. */
  async function changedMeanwhile(): Promise<void> {
    const item = await call('GET', `/registers/${id}`);
    const now = asFields(item);
    const lines = holders.filter((holder) => !secret(holder) && now(holder) !== loaded.get(holder)).map((holder) => {
      const untouched = read(holder) === loaded.get(holder);
      if (untouched) write(holder, now(holder));
      return `${holder.dataset.field}：现在是「${now(holder) || '空'}」${untouched ? '' : `，您填的是「${read(holder) || '空'}」`}`;
    });
    loaded = new Map(holders.map((holder) => [holder, secret(holder) ? '' : now(holder)]));
    place = item.place.lng === undefined ? undefined : { lng: item.place.lng, lat: item.place.lat };
    form.dataset.revision = String(item.revision);
    get('[data-diff]', form).replaceChildren(...(lines.length ? lines : ['电话或身份证号改过']).map((line) => make('li', {}, line)));
    get('[data-changed]', form).hidden = false;
    get('[data-changed]', form).scrollIntoView({ block: 'center' });
  }

  function done(made: { id: string }): void {
    forget(localKey);
    if (id) return void location.reload();
    form.hidden = true;
    const part = get('[data-sent]');
    get<HTMLAnchorElement>('[data-again]', part).href = location.href;
    get<HTMLAnchorElement>('[data-see]', part).href = `/grid/items/${made.id}`;
    part.hidden = false;
    part.focus();
  }

  async function save(): Promise<void> {
    fieldProblems(form, '', []);
    try {
      done(id ? await call('PUT', `/registers/${id}`, { ...draft(), revision: Number(form.dataset.revision) }) : await call('POST', '/registers', { ...draft(), clientId, kind, grid }));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      fieldProblems(form, sentence(error.message), error.problems.map(({ path, message }) => ({ path: path === 'place.text' ? holders.find(({ dataset }) => dataset.key === 'place')!.dataset.field! : path, message })));
      if (id && error.status === 409) await changedMeanwhile().catch(() => undefined);
    }
  }

  const stored = find<HTMLScriptElement>('#position');
  place = stored ? JSON.parse(stored.textContent || 'null') ?? undefined : undefined;
  const before = kept<{ clientId: string; revision?: string; fields: [string, string][] }>(localKey)?.value;
  // what was typed on an older state is not laid over a newer one
  if (before && before.revision === form.dataset.revision) {
    if (!id) clientId = before.clientId;
    for (const [name, value] of before.fields) { const holder = holders.find(({ dataset }) => dataset.field === name); if (holder) write(holder, value); }
    form.closest('details')?.setAttribute('open', '');
    get('[data-draft]', form).textContent = '已恢复上次没保存的内容';
  }
  form.addEventListener('input', (event) => {
    (event.target as HTMLElement).closest('[data-field]')?.querySelector('.ld-field-problem')?.remove();
    // numbers that identify a person are not left lying on the device
    keep(localKey, { clientId, revision: form.dataset.revision, fields: holders.filter((holder) => !secret(holder) && read(holder) !== loaded.get(holder)).map((holder) => [holder.dataset.field!, read(holder)]) });
  });
  form.addEventListener('submit', (event) => { event.preventDefault(); void busy(get<HTMLButtonElement>('[data-send]', form), save); });
}
if (form) editing(form);

const reveal = find<HTMLButtonElement>('[data-reveal]');
reveal?.addEventListener('click', () => void busy(reveal, async () => {
  const words = get('[data-reveal-words]');
  try {
    const shown = await call<Record<string, string>>('POST', `/registers/${reveal.dataset.reveal}/reveal`, {});
    document.querySelectorAll<HTMLElement>('[data-reveals]').forEach((each) => { each.textContent = shown[each.dataset.reveals!] ?? each.textContent; });
    get('h1').textContent = shown.name!;
    words.textContent = '已显示，并记入审计；离开这一页就会隐去。';
    reveal.hidden = true;
  } catch (error) {
    words.textContent = (error as Error).message;
  }
}));

document.querySelectorAll<HTMLButtonElement>('[data-state]').forEach((button) => button.addEventListener('click', () => {
  const dialog = get<HTMLDialogElement>('[data-dialog]');
  get('[data-dialog-title]', dialog).textContent = `${button.dataset.words}「${get('h1').textContent}」？`;
  const problem = get('[data-problem]', dialog);
  problem.textContent = '';
  const yes = get<HTMLButtonElement>('[data-confirm]', dialog);
  yes.onclick = () => void busy(yes, async () => {
    const why = get<HTMLTextAreaElement>('#why').value.trim();
    if (!why) { problem.textContent = '请写明原因'; return; }
    try {
      await call('POST', `/registers/${form!.dataset.id}/state`, { revision: Number(form!.dataset.revision), state: button.dataset.state, why });
      location.reload();
    } catch (error) {
      problem.textContent = (error as Error).message;
    }
  });
  get('[data-close]', dialog).onclick = () => dialog.close();
  dialog.showModal();
}));
