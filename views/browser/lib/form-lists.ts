// Escape closes an open list of a form's choice: form-js does so only for the lists that are searched.

/** A list stays open for as long as its box has the focus. */
export function closeListsByEscape(container: HTMLElement): void {
  container.addEventListener('keydown', ({ key, target }) => {
    if (key === 'Escape' && target instanceof HTMLElement && target.matches('.fjs-select-hidden-input')) target.blur();
  });
}
