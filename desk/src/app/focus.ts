/** What opens above the page and goes again. */
const boxes = '[role="dialog"], [role="menu"], [role="listbox"]';
/** Steps remembered: as many as boxes may lie above each other, with what was used in each. */
const steps = 30;
/** The focus follows a hand that moves it within this time (ms). */
const handTakes = 300;

const shown = (element: Element): boolean => element.isConnected && element.checkVisibility();
const nameOf = (element: Element): string =>
  element.getAttribute('aria-label') ?? element.textContent?.trim() ?? '';

/** The button itself, or the one drawn in its place: a menu's code, once loaded, brings its button along. */
function againOf(element: HTMLElement): HTMLElement | undefined {
  if (element.isConnected || !(element instanceof HTMLButtonElement)) return element;
  const name = nameOf(element);
  return [...document.querySelectorAll('button')].find((one) => shown(one) && nameOf(one) === name);
}

/** The box above everything else that keeps the focus to itself, if one is open. */
const opened = (): Element | undefined =>
  [...document.querySelectorAll('[role="dialog"][aria-modal="true"]')].filter(shown).at(-1);
/** Where a box begins. */
const beginning = (box: Element): HTMLElement | undefined =>
  [...box.querySelectorAll<HTMLElement>('[data-autofocus]')].find(shown);

/**
 * A box that is open before its contents have come is given the focus on its button to close, or none: once its first field
 * is there it begins there, unless the person has begun elsewhere meanwhile.
 */
function beginLate(): () => void {
  /** The box whose focus was placed by nobody's hand. */
  let fresh: Element | null = null;
  /** When a hand last moved the focus within a box. */
  let moved = 0;
  const touched = (event: Event) => {
    fresh = null;
    const moves = event.type === 'pointerdown' || (event as KeyboardEvent).key === 'Tab';
    if (moves && event.target instanceof Element && event.target.closest('[role="dialog"]'))
      moved = event.timeStamp;
  };
  document.addEventListener('focusin', ({ target, relatedTarget, timeStamp }) => {
    const box = target instanceof Element ? target.closest('[role="dialog"]') : null;
    const within = relatedTarget instanceof Node && box?.contains(relatedTarget);
    if (box && !within && timeStamp - moved > handTakes) fresh = box;
  });
  for (const event of ['keydown', 'pointerdown'])
    document.addEventListener(event, touched, { capture: true });
  return () => {
    const at = document.activeElement;
    if (!fresh || !at || !fresh.contains(at) || at.matches('input, textarea, [data-autofocus]')) return;
    const first = beginning(fresh);
    fresh = first ? null : fresh;
    first?.focus({ preventScroll: true });
  };
}

/**
 * Gives the focus back when a dialog or menu goes with it: to where it came from, or else to the page's own part, never to
 * the top of the document nor behind a dialog that is still open. The kit only does so for boxes that are drawn before they
 * open, and ours are loaded when wanted.
 */
export function keepFocus(): void {
  /** Where the focus has been, oldest first. */
  const trail: HTMLElement[] = [];
  /** In a box, and what has the focus there, or had it when it was taken away. */
  let held: Element | null = null;
  const giveBack = () => {
    if (!held || shown(held) || document.activeElement !== document.body) return;
    held = null;
    const box = opened();
    if (box) beginning(box)?.focus({ preventScroll: true });
    while (trail.length > 0 && document.activeElement === document.body) {
      const last = trail.pop();
      const again = last ? againOf(last) : undefined;
      if (!box || (again && box.contains(again))) again?.focus({ preventScroll: true });
    }
    if (document.activeElement !== document.body) return;
    const rest = box?.querySelector<HTMLElement>('button') ?? document.getElementById('main');
    rest?.focus({ preventScroll: true });
  };
  document.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof HTMLElement)) return;
    held = target.closest(boxes) ? target : null;
    trail.push(target);
    if (trail.length > steps) trail.shift();
  });
  // A box that is only hidden takes the focus away without leaving the document.
  document.addEventListener('focusout', () => void setTimeout(giveBack));
  const begin = beginLate();
  const changed = () => {
    giveBack();
    begin();
  };
  new MutationObserver(changed).observe(document.body, { childList: true, subtree: true });
}
