// Pieces of input that several routes share, and how zod speaks Chinese.
import { z } from 'zod';

const locale = z.locales.zhCN();
// zod's own words for what is missing name JavaScript types; whoever fills in a form needs one word.
z.config({
  localeError: (issue) => (issue.input === undefined && (issue.code === 'invalid_type' || issue.code === 'invalid_value') ? '必填' : locale.localeError(issue)),
});

/** Text that a person wrote: trimmed, not empty, not longer than what fits. */
export const text = (most: number) => z.string().trim().min(1, '必填').max(most, `最多 ${most} 个字`);

/** Page and size of a list, from the query. */
export const paging = {
  page: z.coerce.number().int().min(1).default(1),
  size: z.coerce.number().int().min(1).max(100).default(20),
};

const degrees = z.string().regex(/^-?\d{1,3}(\.\d{1,15})?$/, '应是经度或纬度的数字');

/** A longitude and a latitude of a query, WGS 84; an empty text is none. */
export const longitude = degrees.transform(Number).pipe(z.number().min(-180).max(180));
export const latitude = degrees.transform(Number).pipe(z.number().min(-90).max(90));

/** An id of ours or of the engine in a path or a query. */
export const id = z.string().min(1).max(100);

/** The key of a task: the engine's, of 64 bits, as text. */
export const taskKey = z.string().regex(/^\d{1,20}$/);

/** Why somebody does a thing that concerns others. */
export const why = z.string().trim().min(2, { message: '请写明理由' }).max(500);

/** A telephone number as it is dialled in China, or with a country's code. */
export const phone = z.string().trim().regex(/^[0-9+\- ]{5,20}$/, '不是电话号码');

export const problem = z.object({ path: z.string(), message: z.string() });

/** RFC 9457 problem details, as every refusal is answered. */
export const problemDetails = z.object({
  type: z.string(), title: z.string(), status: z.number().int(), detail: z.string(), problems: z.array(problem).optional(), caseNo: z.string().optional(),
});

export const unit = z.object({
  _id: z.string(), name: z.string(), level: z.enum(['city', 'county', 'town', 'village', 'grid', 'department']), parent: z.string().nullable(),
  path: z.array(z.string()), code: z.string().optional(),
});

/** A person as others see them: no hash, ever. */
export const person = z.object({
  id: z.string(), name: z.string(), account: z.string(), phone: z.string().optional(),
  posts: z.array(z.object({ unit: z.string(), unitName: z.string().optional(), role: z.string(), roleName: z.string() })),
});
