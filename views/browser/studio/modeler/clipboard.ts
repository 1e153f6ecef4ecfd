// Copies elements from one diagram or browser tab into another: what is copied lies in the browser's own storage, which needs no permission and no https.
import { createReviver } from 'bpmn-js-native-copy-paste/lib/PasteUtil.js';

const KEY = 'liandong.copied-elements';

/** Takes the place of diagram-js's clipboard, which forgets with its diagram. */
class SharedClipboard {
  static $inject = ['moddle'];
  private mine: unknown;
  constructor(private readonly moddle: unknown) {}

  get(): unknown {
    try {
      const text = localStorage.getItem(KEY);
      if (text) return JSON.parse(text, createReviver(this.moddle));
    } catch {
      // storage is refused or holds what cannot be read: what was copied here still works
    }
    return this.mine;
  }

  set(copied: unknown): void {
    this.mine = copied;
    try {
      localStorage.setItem(KEY, JSON.stringify(copied));
    } catch {
      // full or refused: other tabs do not see it
    }
  }

  clear(): unknown {
    const copied = this.get();
    this.mine = undefined;
    try {
      localStorage.removeItem(KEY);
    } catch {
      // nothing to clear then
    }
    return copied;
  }

  isEmpty(): boolean {
    return !this.get();
  }
}

export const clipboardModule = { clipboard: ['type', SharedClipboard] };
