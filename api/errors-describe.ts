// What an error means to whoever asked: its HTTP status, Chinese words for it, and where the input is wrong.
import { isStoreAway } from '../processes/store/away.js';
import { isDuplicate } from '../processes/store/store.js';
import { z } from 'zod';
import type { Problem } from '../processes/errors.js';
import './schemas.js'; // zod's Chinese

export interface ProblemDetails { type: string; title: string; status: number; detail: string; problems?: Problem[]; caseNo?: string }
export interface Description { details: ProblemDetails; retryAfter?: number }

type Kind = readonly [status: number, type: string, title: string, hint: string];

const kinds = {
  malformed: [400, 'malformed', '请求格式有误', '请求的内容无法解析,请检查后重试。'],
  unauthenticated: [401, 'unauthenticated', '请先登录', '您还没有登录,或者登录已经过期。'],
  forbidden: [403, 'forbidden', '无权操作', '您的岗位不能做这项操作。'],
  passwordDue: [403, 'password-due', '请先修改密码', '请先修改密码,再继续使用。'],
  secondFactorDue: [403, 'second-factor-due', '请先设置动态口令', '管理员请先设置动态口令,再继续使用。'],
  csrf: [403, 'csrf', '页面已过期', '请刷新页面后再试一次。'],
  missing: [404, 'not-found', '找不到', '您要找的内容不存在,或者您无权查看。'],
  conflict: [409, 'conflict', '情况已变化', '在您操作之前情况已经变化,请刷新后再看。'],
  tooLarge: [413, 'too-large', '内容太大', '提交的内容超过了允许的大小。'],
  unsupported: [415, 'unsupported', '不支持的类型', '不支持这种内容类型或编码。'],
  invalid: [422, 'invalid', '填写有误', '有内容不符合要求,请按提示修改。'],
  business: [422, 'business', '不能这样办理', '这项操作不符合办理规则。'],
  tooMany: [429, 'too-many-attempts', '尝试次数过多', '请稍后再试。'],
  fault: [500, 'fault', '系统出错', '系统内部出错,已经记录,请稍后再试。'],
  unavailable: [503, 'unavailable', '暂时不可用', '系统的一部分暂时没有响应,请稍后再试。'],
} satisfies Record<string, Kind>;

type KindName = keyof typeof kinds;

const byName: Record<string, KindName> = {
  NotFound: 'missing', Conflict: 'conflict', Invalid: 'invalid', Malformed: 'malformed', Forbidden: 'forbidden', Unavailable: 'unavailable', BusinessError: 'business',
  Unauthenticated: 'unauthenticated', TooManyAttempts: 'tooMany', PasswordDue: 'passwordDue', SecondFactorDue: 'secondFactorDue',
};
const byStatus: Record<number, KindName> = { 400: 'malformed', 401: 'unauthenticated', 403: 'forbidden', 404: 'missing', 409: 'conflict', 413: 'tooLarge', 415: 'unsupported', 422: 'invalid', 429: 'tooMany', 503: 'unavailable' };

const chinese = /\p{Script=Han}/u;

function described(kind: KindName, said?: string, problems?: readonly Problem[], retryAfter?: number): Description {
  const [status, type, title, hint] = kinds[kind];
  const detail = !said ? hint : chinese.test(said) ? said : `${hint}(${said})`;
  return { details: { type: `urn:liandong:problem:${type}`, title, status, detail, ...(problems?.length && { problems: [...problems] }) }, retryAfter };
}

/** `['years', 2026, 'holidays', 3]` → `years.2026.holidays[3]`, as the kernel writes paths. */
const pathOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((made, part) => (typeof part === 'number' ? `${made}[${part}]` : made ? `${made}.${String(part)}` : String(part)), '');

function zodProblems(error: z.ZodError): Problem[] {
  return error.issues.flatMap((issue) => (issue.code === 'unrecognized_keys'
    ? issue.keys.map((key) => ({ path: pathOf([...issue.path, key]), message: '没有这个字段' }))
    : [{ path: pathOf(issue.path), message: issue.message }]));
}

const multerProblems: Record<string, string> = {
  LIMIT_FILE_COUNT: '一次只能上传一个文件', LIMIT_UNEXPECTED_FILE: '文件应放在字段 file 中,一次一个', LIMIT_PART_COUNT: '内容的段数太多', LIMIT_FIELD_COUNT: '字段太多',
};

function multer(error: { code?: string; message: string }): Description {
  if (error.code === 'LIMIT_FILE_SIZE') return described('tooLarge', '文件超过了允许的大小', [{ path: 'file', message: '文件太大' }]);
  return described('invalid', undefined, [{ path: 'file', message: multerProblems[error.code ?? ''] ?? error.message }]);
}

/** Describes any error; what we do not know is a fault of ours and its words are kept to ourselves. */
export function describe(thrown: unknown): Description {
  const error = (thrown ?? {}) as Error & { code?: string | number; status?: number; expose?: boolean; problems?: readonly Problem[]; retryAfter?: number; caseNo?: string };
  if (thrown instanceof z.ZodError) return described('invalid', undefined, zodProblems(thrown));
  if (error.name === 'MulterError') return multer(error as { code?: string; message: string });
  if (error.code === 'EBADCSRFTOKEN') return described('csrf');
  const known = byName[error.name];
  if (known) {
    const { details, retryAfter } = described(known, error.message, error.problems, error.retryAfter);
    return { details: { ...details, ...(error.caseNo && { caseNo: error.caseNo }) }, retryAfter };
  }
  if (isStoreAway(error)) return described('unavailable', undefined, undefined, 5);
  if (isDuplicate(error)) return described('conflict');
  // Express and its parsers name a status; their words may quote the input, so ours are used.
  const refused = typeof error.status === 'number' && error.status >= 400 && error.status < 500;
  if (refused) return described(byStatus[error.status!] ?? 'malformed');
  return described('fault');
}
