// Looking behind the mask of one item: written down first, then shown.
import { audit } from '../audit.js';
import type { Deps } from '../deps.js';
import { Forbidden } from '../errors.js';
import type { Person } from '../store/types.js';
import { actorOf } from '../tasks.js';
import { registerOf } from './fields.js';
import { mayUnmask } from './may.js';
import { getItem } from './registers.js';

/**
 * What identifies whom an item is about, as it was entered.
 *
 * @param address the network address it was asked from
 * @throws NotFound for an item that they may not see; Forbidden when their post does not look behind masks there
 */
export async function reveal(id: string, person: Person, { store, clock }: Pick<Deps, 'store' | 'clock'>, address?: string): Promise<{ name: string; phone?: string; idNumber?: string }> {
  const item = await getItem(id, person, { store });
  if (!mayUnmask(person, item)) throw new Forbidden('您的岗位不能查看完整信息');
  // 个人信息保护法 art 51, 54: who looked at what can be answered for later
  await audit(store, clock.now(), actorOf(person), 'reveal', { kind: 'register', id }, `查看${registerOf(item.kind).title}的完整信息`, address);
  return { name: item.name, ...(item.phone ? { phone: item.phone } : {}), ...(item.idNumber ? { idNumber: item.idNumber } : {}) };
}
