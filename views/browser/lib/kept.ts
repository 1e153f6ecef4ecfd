// What was typed, kept on the device until the server has it.

interface Kept<T> { at: number; value: T }

/** A page still works where the browser keeps nothing (private windows, full storage). @returns whether it is kept */
export function keep<T>(key: string, value: T): boolean {
  try {
    localStorage.setItem(`liandong:${key}`, JSON.stringify({ at: Date.now(), value } satisfies Kept<T>));
    return true;
  } catch {
    return false;
  }
}

/** The keys under which something is kept that begin like this. */
export function keysKept(prefix: string): string[] {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(`liandong:${prefix}`)).map((key) => key.slice('liandong:'.length));
  } catch {
    return [];
  }
}

export function kept<T>(key: string): Kept<T> | undefined {
  try {
    return JSON.parse(localStorage.getItem(`liandong:${key}`) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}

export function forget(key: string): void {
  try {
    localStorage.removeItem(`liandong:${key}`);
  } catch { /* nothing was kept */ }
}
