// Takes a list along as a file: begun with the filters of the page, and looked at where it is made.
import { call } from './api.js';
import { uuid } from './uuid.js';

/** @param button with the list, the form of the file and the filters */
export async function exportList(button: HTMLElement): Promise<void> {
  const { export: list, format, query } = button.dataset;
  const id = (button.dataset.id ??= uuid());
  await call('POST', `/lists/${list}/export`, { id, format, query: JSON.parse(query ?? '{}') });
  location.href = '/background';
}
