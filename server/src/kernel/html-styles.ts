import type { IOptions } from 'sanitize-html';

/**
 * Style properties a foreign mail may set, each with the values it may take. Nothing that loads (`url()`), moves out
 * of its box (`position`, negative margins), covers the page or runs (`expression`, `behavior`).
 */
const colour =
  /^(?:#[0-9a-f]{3,8}|[a-z]{3,30}|rgba?\(\s*[\d.%]+(?:\s*[,/ ]\s*[\d.%]+){2,3}\s*\)|hsla?\(\s*[\d.]+(?:deg)?(?:\s*[,/ ]\s*[\d.%]+){2,3}\s*\))$/i;
const number = '(?:\\d{1,4}(?:\\.\\d{1,4})?|\\.\\d{1,4})';
const length = new RegExp(
  `^(?:${number}(?:px|pt|em|rem|ex|ch|cm|mm|in|pc|%)?|auto|normal|medium|thin|thick)$`,
  'i',
);
const lengths = new RegExp(
  `^(?:${number}(?:px|pt|em|rem|ex|ch|cm|mm|in|pc|%)?|auto|normal)(?:\\s+(?:${number}(?:px|pt|em|rem|ex|ch|cm|mm|in|pc|%)?|auto)){0,3}$`,
  'i',
);
const word = /^[a-z-]{1,30}$/i;
const family = /^[\w\s,'"-]{1,200}$/;
const border =
  /^(?:[\d.]{1,6}(?:px|pt|em)?|none|thin|medium|thick|solid|dashed|dotted|double|#[0-9a-f]{3,8}|[a-z]{3,30}|rgba?\([\d.,%\s]{1,40}\))(?:\s+(?:[\d.]{1,6}(?:px|pt|em)?|solid|dashed|dotted|double|none|#[0-9a-f]{3,8}|[a-z]{3,30}|rgba?\([\d.,%\s]{1,40}\))){0,2}$/i;
const display = /^(?:block|inline|inline-block|none|table|table-row|table-cell|list-item)$/i;

const sides = ['', '-top', '-right', '-bottom', '-left'];
const each = (names: string[], values: RegExp[]) => Object.fromEntries(names.map((name) => [name, values]));

export const allowedStyles: NonNullable<IOptions['allowedStyles']> = {
  '*': {
    ...each(['color', 'background-color', 'background', 'border-color'], [colour]),
    ...each(
      ['font-size', 'line-height', 'letter-spacing', 'text-indent', 'border-width', 'border-radius'],
      [length, word],
    ),
    ...each(
      ['width', 'height', 'max-width', 'min-width', 'max-height', 'min-height', 'border-spacing'],
      [lengths],
    ),
    ...each(
      [
        'font-weight',
        'font-style',
        'font-variant',
        'text-align',
        'text-decoration',
        'text-transform',
        'white-space',
        'vertical-align',
        'word-break',
        'word-wrap',
        'overflow-wrap',
        'direction',
        'border-collapse',
        'border-style',
        'list-style-type',
        'table-layout',
        'float',
        'clear',
      ],
      [word, /^[1-9]00$/],
    ),
    'font-family': [family],
    display: [display],
    ...each(
      sides.map((side) => `margin${side}`),
      [lengths],
    ),
    ...each(
      sides.map((side) => `padding${side}`),
      [lengths],
    ),
    ...each(
      sides.map((side) => `border${side}`),
      [border],
    ),
  },
};
