// One instance: its diagram as it stands, every element's history, its incidents and variables.
import type { Page } from './page.js';

export const page: Page = {
  name: 'instance', path: '/instances/:key', title: '流程实例', assets: ['diagram.css', 'instance.js'],
  async show({ req, ask }) {
    const found = await ask('/instances/{key}', { params: { key: req.params.key } });
    return { ...found, key: req.params.key, elements: [...(found.elements ?? [])].reverse(), forBrowser: { key: req.params.key } };
  },
};
