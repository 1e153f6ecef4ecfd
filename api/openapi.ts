// The OpenAPI 3.1 document, made from the very routes that are mounted: what it says is what is checked.
import { OpenApiGeneratorV31, OpenAPIRegistry } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import type { Route } from './route.js';
import { problemDetails } from './schemas.js';

const refusals: Record<number, string> = {
  400: 'not readable', 401: 'not signed in', 403: 'not allowed, or without the CSRF token', 404: 'does not exist, or is not for you to see', 409: 'no longer so', 413: 'too large',
  422: 'not acceptable; says field by field why', 429: 'too many wrong passwords, see Retry-After', 503: 'the engine or the store is away, see Retry-After',
};

/** Which refusals a route can answer, from what it is. */
function refusalsOf({ open, ability, method, params, query, body, upload, path }: Route): number[] {
  const changes = method !== 'get';
  return [
    ...(body ? [400] : []), ...(open && path !== '/session' ? [] : [401]), ...(changes || ability ? [403] : []), ...(params || query ? [404] : []), ...(changes ? [409] : []),
    ...(upload || body ? [413] : []), ...(params || query || body || upload ? [422] : []), ...(open && changes ? [429] : []), 503,
  ];
}

function request({ params, query, body, upload }: Route) {
  const content = upload
    ? { 'multipart/form-data': { schema: { type: 'object', required: [upload], properties: { [upload]: { type: 'string', contentMediaType: 'application/octet-stream' } } } } }
    : body && { 'application/json': { schema: body } };
  return { ...(params && { params }), ...(query && { query }), ...(content && { body: { required: true, content } }) };
}

function success({ answer, gives, summary, status }: Route): Record<number, { description: string; content?: Record<string, { schema: any }> }> {
  const empty = answer instanceof z.ZodVoid || answer instanceof z.ZodUndefined;
  const content = gives ? { [gives]: { schema: z.any() } } : { 'application/json': { schema: answer } };
  return { [status ?? (empty ? 204 : 200)]: { description: summary, ...(!empty && { content }) } };
}

/** `GET /cases/{caseNo}` → `getCasesByCaseNo`: stable names for generated clients. */
const operationId = ({ method, path }: Route): string =>
  method + path.split('/').filter(Boolean).map((part) => part.replace(/^\{(\w+)\}$/, (_, name: string) => `By-${name}`).replace(/(?:^|-)(\w)/g, (_, first: string) => first.toUpperCase())).join('');

/** Describes routes as OpenAPI 3.1. Sign-in is a cookie; every change also sends the token that signing in answered. */
export function openapiDocument(routes: Route[]): Record<string, any> {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'session', { type: 'apiKey', in: 'cookie', name: 'liandong.sid' });
  registry.registerComponent('securitySchemes', 'csrf', { type: 'apiKey', in: 'header', name: 'x-csrf-token' });
  // zod-to-openapi can only name schemas that were made after it extended zod; ours are made when their files are read.
  const { $schema: _dialect, ...schema } = z.toJSONSchema(problemDetails);
  const problem = registry.registerComponent('schemas', 'Problem', schema as never).ref;
  for (const route of routes) {
    const security = route.open ? [] : [route.method === 'get' ? { session: [] } : { session: [], csrf: [] }];
    const refused = Object.fromEntries(refusalsOf(route).map((status) => [status, { description: refusals[status]!, content: { 'application/problem+json': { schema: problem } } }]));
    registry.registerPath({
      method: route.method, path: route.path, tags: [route.tag], summary: route.summary, operationId: operationId(route), security,
      request: request(route), responses: { ...success(route), ...refused },
      ...(route.ability && { description: `For posts that allow: ${[route.ability].flat().join(' or ')}.` }),
    } as never);
  }
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0', info: { title: '联动 Liandong API', version: '1', description: 'Cases of grassroots grid governance. Every refusal is RFC 9457 problem+json.' }, servers: [{ url: '/api' }],
  });
}
