// The device's position, asked for only when its button is pressed.

export type Position = { lng: number; lat: number };
const reasons: Record<number, string> = { 1: '您没有允许定位，请用文字写明地点。', 2: '这里定不了位，请用文字写明地点。', 3: '定位超时，请再试或用文字写明。' };

/** @param arrived is told a new position; what it answers is said behind it */
export function locate(button: HTMLButtonElement, words: HTMLElement, arrived?: (position: Position) => Promise<string> | undefined): () => Position | Record<string, never> {
  // what was known before, see from-visit.ts
  let found: Position | undefined = button.dataset.lng ? { lng: Number(button.dataset.lng), lat: Number(button.dataset.lat) } : undefined;
  if (found) words.textContent = '已有位置，可重新定位';
  button.addEventListener('click', () => {
    if (!navigator.geolocation) { words.textContent = reasons[2]!; return; }
    button.setAttribute('aria-busy', 'true');
    words.textContent = '正在定位…';
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      button.removeAttribute('aria-busy');
      found = { lng: Number(coords.longitude.toFixed(6)), lat: Number(coords.latitude.toFixed(6)) };
      const said = `已定位，误差约 ${Math.round(coords.accuracy)} 米`;
      words.textContent = said;
      void arrived?.(found)?.then((more) => { if (more) words.textContent = `${said}；${more}`; }, () => undefined);
    }, (error) => {
      button.removeAttribute('aria-busy');
      words.textContent = reasons[error.code] ?? reasons[2]!;
    }, { enableHighAccuracy: true, timeout: 15_000, maximumAge: 30_000 });
  });
  return () => found ?? {};
}
