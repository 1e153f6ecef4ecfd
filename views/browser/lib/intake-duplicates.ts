// At intake: what is likely the same matter, side by side with this case; one press fills the form's own outcome and target.
import type { Form } from '@bpmn-io/form-js-viewer';
import { dateTime } from '../../helpers/format.js';
import { call } from './api.js';
import { find, get, make, toast } from './dom.js';
import { replaceFixedWords } from './form-words.js';

type Values = Record<string, unknown>;
interface Item { caseNo?: string; title: string; description?: string; photo?: string; photos: number; categoryName: string; place: string; reportedAt: string; status: string; distance?: number; very: boolean; reasons: string[] }
interface Own { caseNo: string; title: string; description?: string; categoryName?: string; category: string; place: { text: string }; reportedAt: string; attachments?: string[] }
interface Page { canFill: boolean; form: { components?: any[] }; data: Values }

const TARGET = 'mergedInto';

/** The field that says what becomes of the case, and whose answer "merged" opens the target's field. */
const outcomeOf = (components: any[]): string | undefined => components.find(({ key, values }) => key && values?.some((value: { value: string }) => value.value === 'merged'))?.key;

function facts(list: HTMLElement, pairs: [string, string | undefined][]): void {
  list.replaceChildren(...pairs.filter(([, value]) => value).map(([name, value]) => make('div', {}, make('dt', {}, name), make('dd', {}, value!))));
}

function picture(holder: HTMLElement, id: string | undefined, alt: string): void {
  const none = () => holder.replaceChildren(make('span', {}, '没有照片'));
  if (!id) return none();
  const image = make('img', { src: `/api/attachments/${id}`, alt, loading: 'lazy' });
  // what was attached may be a paper
  image.addEventListener('error', none);
  holder.replaceChildren(image);
}

function card(item: Item, own: Own, choose: ((caseNo: string) => void) | undefined): HTMLElement {
  const made = get<HTMLTemplateElement>('#dup').content.firstElementChild!.cloneNode(true) as HTMLElement;
  const very = get('[data-very]', made);
  very.textContent = item.very ? '很可能重复' : '可能重复';
  very.classList.add(item.very ? 'ld-late' : 'ld-soon');
  get('[data-reasons]', made).textContent = item.reasons.join(' · ');
  const [mine, other] = made.querySelectorAll<HTMLElement>('article');
  picture(get('[data-photo]', mine), own.attachments?.[0], '本案的现场照片');
  get('[data-title]', mine).textContent = own.title;
  get('[data-text]', mine).textContent = own.description ?? '';
  facts(get('[data-facts]', mine), [['类别', own.categoryName ?? own.category], ['地点', own.place.text], ['上报', dateTime(own.reportedAt)]]);
  picture(get('[data-photo]', other), item.photo, '另一案的现场照片');
  get('[data-title]', other).textContent = item.title;
  get('[data-text]', other).textContent = item.description ?? '';
  const link = get<HTMLAnchorElement>('[data-case]', other);
  if (item.caseNo) {
    link.href = `/cases/${encodeURIComponent(item.caseNo)}`;
    link.textContent = item.caseNo;
  } else link.replaceWith('同一网格的另一案');
  facts(get('[data-facts]', other), [['类别', item.categoryName], ['地点', item.place], ['相距', item.distance === undefined ? undefined : `${item.distance} 米`], ['上报', dateTime(item.reportedAt)], ['状态', item.status]]);
  const button = get<HTMLButtonElement>('[data-merge]', made);
  if (choose && item.caseNo) button.addEventListener('click', () => choose(item.caseNo!));
  else button.replaceWith(make('span', { class: 'text-secondary' }, item.caseNo ? '认领任务后可以并入。' : '您看不到这个案件，不能并入。'));
  return made;
}

/** Looks for duplicates when the form can say that the case is one; a failure leaves the form as it is. */
export async function duplicatesAt(page: Page, form: Form, container: HTMLElement): Promise<void> {
  const holder = find('[data-duplicates]');
  const components = page.form.components ?? [];
  const outcome = outcomeOf(components);
  const own = page.data.case as Own | undefined;
  if (!holder || !own || !outcome || !components.some(({ key }) => key === TARGET)) return;
  const { items } = await call<{ items: Item[] }>('GET', `/cases/${encodeURIComponent(own.caseNo)}/similar`).catch(() => ({ items: [] }));
  if (items.length === 0) return;
  const choose = async (caseNo: string): Promise<void> => {
    const filled = (form as unknown as { _getSubmitData(): Values })._getSubmitData();
    await form.importSchema(page.form, { ...page.data, ...filled, [outcome]: 'merged', [TARGET]: caseNo });
    replaceFixedWords(container);
    container.scrollIntoView({ block: 'start' });
    find<HTMLButtonElement>('[data-submit]')?.focus({ preventScroll: true });
    toast(`已填好并入 ${caseNo}，核对后请提交。`);
  };
  get('[data-dup-list]', holder).replaceChildren(...items.map((item, n) => {
    const made = card(item, own, page.canFill ? (caseNo) => void choose(caseNo) : undefined);
    made.toggleAttribute('open', n === 0);
    return made;
  }));
  holder.hidden = false;
}
