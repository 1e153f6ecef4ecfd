// The API's document: every route is in it, everything it refers to is in it, and it is made of the schemas that check the input.
import { describe, expect, test } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { openapiDocument } from '../../api/openapi.js';
import type { Route } from '../../api/route.js';

const folder = join(import.meta.dirname, '../../api/routes');
const routes: Route[] = [];
for (const file of readdirSync(folder)) {
  for (const value of Object.values(await import(join(folder, file)))) if (Array.isArray(value)) routes.push(...(value as Route[]).filter((made) => made?.path && made.handle));
}
const document = openapiDocument(routes);

const walk = (value: unknown, visit: (key: string, value: unknown) => void): void => {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    visit(key, inner);
    walk(inner, visit);
  }
};

describe('the document', () => {
  test('every route is in it, once', () => {
    expect(routes.length).toBeGreaterThan(10);
    expect(routes.filter(({ method, path }) => !document.paths[path]?.[method]).map(({ method, path }) => `${method} ${path}`)).toEqual([]);
    const operations = Object.values(document.paths).flatMap((each) => Object.values(each as object)) as { operationId: string }[];
    expect(operations).toHaveLength(routes.length);
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(routes.length);
  });

  test('every reference resolves and it can be written as JSON', () => {
    const copy = JSON.parse(JSON.stringify(document));
    const broken: unknown[] = [];
    walk(copy, (key, value) => {
      if (key !== '$ref') return;
      const target = String(value).replace(/^#\//, '').split('/').reduce((at: any, part) => at?.[part], copy);
      if (!target) broken.push(value);
    });
    expect(broken).toEqual([]);
    expect(copy.openapi).toBe('3.1.0');
  });

  test('every parameter of a path is described, and every operation has answers', () => {
    for (const { method, path } of routes) {
      const operation = document.paths[path][method];
      const named = (operation.parameters ?? []).filter((one: any) => one.in === 'path').map((one: any) => one.name);
      expect([path, named]).toEqual([path, [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1])]);
      for (const [status, answer] of Object.entries<any>(operation.responses)) {
        expect(status).toMatch(/^[2-5]\d\d$/);
        expect(answer.description.length).toBeGreaterThan(5);
      }
      expect(Object.keys(operation.responses).some((status) => status.startsWith('2'))).toBe(true);
    }
  });

  test('a refusal is problem+json, an upload is multipart, a change needs the token', () => {
    const upload = document.paths['/attachments'].post;
    expect(Object.keys(upload.requestBody.content)).toEqual(['multipart/form-data']);
    expect(upload.security).toEqual([{ session: [], csrf: [] }]);
    expect(upload.responses[413].content['application/problem+json'].schema).toEqual({ $ref: '#/components/schemas/Problem' });
    expect(document.paths['/session'].post.security).toEqual([]);
    expect(document.paths['/session'].delete.responses[204].content).toBeUndefined();
  });

  test('what the document says of a body is what is checked', () => {
    const schema = document.paths['/session'].post.requestBody.content['application/json'].schema;
    expect(schema).toMatchObject({ type: 'object', required: ['account', 'password'], additionalProperties: false, properties: { account: { type: 'string', minLength: 1, maxLength: 64 } } });
  });

  test('no route takes fields that it does not know', () => {
    const loose = routes.flatMap(({ method, path, ...made }) => (['params', 'query', 'body'] as const).filter((part) => made[part] && made[part].def.catchall?.def.type !== 'never').map((part) => `${method} ${path} ${part}`));
    expect(loose).toEqual([]);
  });
});
