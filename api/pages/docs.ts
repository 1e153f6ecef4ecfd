// The API's document as a readable page; the viewer's own files are served from its package.
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import express from 'express';
import type { Page } from './page.js';

const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

/** Only the two files that the page asks for: the package also carries a page of its own with a script that the policy forbids. */
export const assets = express.Router();
for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js']) assets.get(`/${file}`, (_req, res) => res.sendFile(file, { root: folder, maxAge: '1d' }));

export const page: Page = {
  name: 'docs', path: '/docs', title: '接口文档', assets: ['docs.js'],
  async show() { return {}; },
};
