// What was typed, kept on the device until the server has it.

interface Kept<T> { at: number; value: T }

/** A page still works where the browser keeps nothing (private windows, full storage). */
export function keep<T>(key: string, value: T): void {
  try {
    localStorage.setItem(`liandong:${key}`, JSON.stringify({ at: Date.now(), value } satisfies Kept<T>));
  } catch { /* kept by the server's draft alone */ }
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
