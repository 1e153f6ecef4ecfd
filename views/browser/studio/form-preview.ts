// A form as whoever fills it in will see it: the same form-js and the same style sheets as a task's page, apart from the editor's.
import { Form } from '@bpmn-io/form-js-viewer';
import { chinese, replaceFixedWords } from '../lib/form-words.js';
import { get, make } from '../lib/dom.js';

/** A style sheet of ours under the address that this page's own carry, so that the browser takes it from its store. */
const sheet = (name: string): HTMLLinkElement => make('link', { rel: 'stylesheet', href: get<HTMLLinkElement>('link[href^="/assets/app.css"]').href.replace('app.css', name) });

export interface Preview { show(schema: object): Promise<void>; destroy(): void }

export function preview(host: HTMLElement): Preview {
  const container = make('div', { class: 'ld-form' });
  const result = make('pre', { class: 'ld-preview-result', hidden: '' });
  const button = make('button', { class: 'btn', type: 'button' }, '检验填写');
  const card = make('div', { class: 'card ld-form-card ld-preview-card' }, container, make('div', { class: 'ld-actions' }, button), result);
  const style = make('style', {}, ':host { display: block; } .ld-preview-card { max-width: 47rem; margin: 0 auto; } .ld-preview-result { margin: 1rem 0 0; padding: .75rem; background: #f4f6f9; border-radius: 8px; white-space: pre-wrap; font-size: .875rem; color: #18232f; } .ld-actions { margin-top: 1rem; }');
  host.attachShadow({ mode: 'open' }).append(sheet('app.css'), sheet('form.css'), style, card);
  const form = new Form({ container, additionalModules: [chinese] } as never);
  button.onclick = () => {
    const { data, errors } = form.submit() as { data: Record<string, unknown>; errors: Record<string, unknown> };
    const wrong = Object.keys(errors).length;
    result.hidden = false;
    result.textContent = wrong ? `还有 ${wrong} 处没有填对，见上面的红字。` : `可以提交。提交的内容是：\n${JSON.stringify(data, null, 2)}`;
  };
  return {
    async show(schema) {
      result.hidden = true;
      await form.importSchema(structuredClone(schema) as never, {});
      replaceFixedWords(container);
    },
    destroy: () => form.destroy(),
  };
}
