// What the API says of a migration, as far as the page shows it.

export interface Version { definitionKey: string; version: number; release?: number; running: number }
export interface Row { id: string; name: string; type: string; to?: string; toName?: string; how?: 'id' | 'name' | 'hand' }
export interface Mapped { from: string; element: string; to: string }
export interface Hindrance { reason: string; text: string; element?: string; key?: string; offers: string[]; ways?: { id: string; name: string }[] }
export interface Candidate { instanceKey: string; caseNo: string; title: string; from: string; version: number; ok: boolean; places: string[]; hindrances: Hindrance[] }
export interface Preflight {
  versions: Version[]; to: Version; from: Version[]; plans: { from: string; rows: Row[]; unmapped: string[] }[]; targets: { id: string; name: string; type: string }[];
  able: number; total: number; hidden: number; page: number; size: number; items: Candidate[]; whatDiffers: string;
}
export interface Migration {
  id: string; toVersion: number; mode: 'dry' | 'one' | 'rest'; state: string; reason: string; by: { name?: string }; at: string; endedAt?: string; total: number;
  counts: Record<'ready' | 'waiting' | 'moving' | 'moved' | 'refused' | 'ended' | 'left', number>;
}
export interface Item { instanceKey: string; caseNo: string; title: string; version: number; state: string; hindrances: Hindrance[]; said?: string; at?: string }

export const label = ({ release, version }: Pick<Version, 'release' | 'version'>): string => `第 ${release ?? version} 版`;
