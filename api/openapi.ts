// The OpenAPI 3.1 document, made from the very routes that are mounted: what it says is what is checked.
import { extendZodWithOpenApi, OpenApiGeneratorV31, OpenAPIRegistry } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import type { Route } from './route.js';
import { problemDetails } from './schemas.js';

extendZodWithOpenApi(z);

const refusals: Record<number, string> = {
  400: '请求格式有误', 401: '未登录', 403: '无权操作,或缺少 CSRF 令牌', 404: '不存在,或无权查看', 409: '情况已变化', 413: '内容太大', 422: '填写有误,逐项说明',
  429: '尝试次数过多', 503: '暂时不可用,见 Retry-After',
};

/** Which refusals a route can answer, from what it is. */
function refusalsOf({ open, roles, method, params, query, body, upload, path }: Route): number[] {
  const changes = method !== 'get';
  return [
    ...(body ? [400] : []), ...(open && path !== '/session' ? [] : [401]), ...(changes || roles ? [403] : []), ...(params || query ? [404] : []), ...(changes ? [409] : []),
    ...(upload || body ? [413] : []), ...(params || query || body || upload ? [422] : []), ...(open && changes ? [429] : []), 503,
  ];
}

function request({ params, query, body, upload }: Route) {
  const content = upload
    ? { 'multipart/form-data': { schema: z.object({ [upload]: z.any().openapi({ type: 'string', contentMediaType: 'application/octet-stream' } as never) }) } }
    : body && { 'application/json': { schema: body.strict() } };
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
  const problem = registry.register('Problem', problemDetails);
  for (const route of routes) {
    const security = route.open ? [] : [route.method === 'get' ? { session: [] } : { session: [], csrf: [] }];
    const refused = Object.fromEntries(refusalsOf(route).map((status) => [status, { description: refusals[status]!, content: { 'application/problem+json': { schema: problem } } }]));
    registry.registerPath({
      method: route.method, path: route.path, tags: [route.tag], summary: route.summary, operationId: operationId(route), security,
      request: request(route), responses: { ...success(route), ...refused },
      ...(route.roles && { description: `岗位:${route.roles.join('、')}` }),
    } as never);
  }
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0', info: { title: '联动 Liandong API', version: '1', description: '基层网格治理案件联动。出错时回答 RFC 9457 problem+json。' }, servers: [{ url: '/api' }],
  });
}
