/** What opens above the page and goes again. */
const boxes = '[role="dialog"], [role="menu"], [role="listbox"]';
/** Steps remembered: as many as boxes may lie above each other, with what was used in each. */
const steps = 30;

const shown = (element: Element): boolean => element.isConnected && element.checkVisibility();
const nameOf = (element: Element): string =>
  element.getAttribute('aria-label') ?? element.textContent?.trim() ?? '';

/** The button itself, or the one drawn in its place: a menu's code, once loaded, brings its button along. */
function againOf(element: HTMLElement): HTMLElement | undefined {
  if (element.isConnected || !(element instanceof HTMLButtonElement)) return element;
  const name = nameOf(element);
  return [...document.querySelectorAll('button')].find((one) => shown(one) && nameOf(one) === name);
}

/**
 * Gives the focus back when a dialog or menu goes with it: to where it came from, or else to the page's own part, never to
 * the top of the document. The kit only does so for boxes that are drawn before they open, and ours are loaded when wanted.
 */
export function keepFocus(): void {
  /** Where the focus has been, oldest first. */
  const trail: HTMLElement[] = [];
  /** In a box, and what has the focus there, or had it when it was taken away. */
  let held: Element | null = null;
  const giveBack = () => {
    if (!held || shown(held) || document.activeElement !== document.body) return;
    held = null;
    while (trail.length > 0) {
      const last = trail.pop();
      if (last) againOf(last)?.focus({ preventScroll: true });
      if (document.activeElement !== document.body) return;
    }
    document.getElementById('main')?.focus({ preventScroll: true });
  };
  document.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof HTMLElement)) return;
    held = target.closest(boxes) ? target : null;
    trail.push(target);
    if (trail.length > steps) trail.shift();
  });
  // A box that is only hidden takes the focus away without leaving the document.
  document.addEventListener('focusout', () => void setTimeout(giveBack));
  new MutationObserver(giveBack).observe(document.body, { childList: true, subtree: true });
}
