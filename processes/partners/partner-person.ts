// How a partner stands where people stand: as who reported.
import type { Partner, Person } from '../store/types.js';

/** The partner as a person; nobody signs in as it, and it is in no list of people. */
export const partnerPerson = ({ _id, name }: Pick<Partner, '_id' | 'name'>): Person => ({ _id: `partner:${_id}`, name, account: '', passwordHash: '', posts: [], groups: [], active: true });

/** Whether who reported is a partner. */
export const isPartner = (person?: string): boolean => person?.startsWith('partner:') ?? false;
