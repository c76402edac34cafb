type Given = Record<string, string | boolean | EventListener | undefined>;

/** An element with attributes (`on…` listens, `true` is bare, `false` is left out) and children; never markup. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  given: Given = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const name in given) {
    const value = given[name];
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value !== false && value !== undefined) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children);
  return element;
}

/** A drawing of one stroke, for buttons without a picture of their own. */
export function drawing(path: string): SVGElement {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.append(document.createElementNS(space, 'path'));
  svg.firstElementChild?.setAttribute('d', path);
  return svg;
}

export const phonePath =
  'M8 4.500l2 4-2 1.500c1 2.500 3.500 5 6 6l1.500-2 4 2v3c-8 2-16.500-6.500-14.500-14.500z';
export const talkPath = 'M4 5h16v11h-9l-4 4v-4H4zM8 9.500h8M8 12.500h5';
export const linkPath = 'M14 4h6v6M20 4l-9 9M18 14v6H4V6h6';
