// Looking behind a mask: why is asked first, what comes is shown in the mask's place until the page is left.
import { call } from './api.js';
import { Missing, openDialog } from './dialog-form.js';
import { find } from './dom.js';

/** Wires every 「查看」 of a page about one case; also those that come later with a part of the page that is brought anew. */
export function revealing(caseNo: string): void {
  document.addEventListener('click', (event) => {
    const button = (event.target as HTMLElement).closest<HTMLButtonElement>('[data-reveal]');
    if (!button) return;
    const { reveal: field, entry } = button.dataset;
    openDialog('reveal', {
      async send(values) {
        const reason = String(values.get('reason') ?? '').trim();
        if (reason.length < 2) throw new Missing('请写明查看的原因');
        const { value } = await call<{ value: string }>('POST', `/cases/${encodeURIComponent(caseNo)}/reveal`, { field, ...(entry ? { entry } : {}), reason });
        const place = find(`[data-hidden="${entry ? `entry:${CSS.escape(entry)}` : field}"]`);
        if (place) {
          place.textContent = value;
          place.hidden = false;
        }
        button.remove();
      },
    });
  });
}
