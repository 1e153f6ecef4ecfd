// What a draft is to the page: what can be done with it, what it tells while it is being saved, and what it asks.
import type { Finding } from './editor.js';
import type { Entry, Stored } from './files.js';

export type Saving = 'saved' | 'changed' | 'saving' | 'offline' | 'signed-out' | 'other-person' | 'refused' | 'asking' | 'closed';
/** Two versions of one file; `theirs` is absent when the other took it out. */
export interface Clash { mine: Entry; theirs?: Stored }
export interface Ears {
  saving(state: Saving, said?: string): void;
  findings(found: Finding[]): void;
  /** Asks the person which of two versions to go on with. */
  clash(clash: Clash): Promise<'mine' | 'theirs'>;
  /** The content of a file is now another than the editor shows. */
  replaced(name: string): void;
  /** The draft takes no more changes: submitted, published or given up. What was unsent has been kept as a copy where that was possible. */
  closed(why: string): void;
}
export interface Draft {
  entries: Map<string, Entry>;
  revision(): number;
  change(name: string, content: string): void;
  remove(name: string): Promise<void>;
  /** Sends all that is unsent now. @returns whether everything is saved */
  flush(): Promise<boolean>;
  /** The page goes away: sends what is small enough to go with it. */
  leave(): void;
  /** Takes over what others have saved meanwhile, where nothing is unsent here. */
  refresh(): Promise<void>;
  /** Sends what earlier windows could not. */
  restore(): Promise<string[]>;
}
