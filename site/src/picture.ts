/** An SVG text as the address of a picture: drawn as `<img>`, so no script in it can run. Needs `img-src data:`. */
export const pictureOf = (svg: string): string =>
  `data:image/svg+xml;base64,${Buffer.from(svg, 'utf8').toString('base64')}`;

/** The address when a link may lead there, else null: no `javascript:` and its kin, whoever sent it. */
export function safeHref(href: string | null): string | null {
  if (href === null) return null;
  if (/^\/(?!\/)/.test(href)) return href;
  return /^(https?|mailto|tel|sms):/i.test(href) && URL.canParse(href) ? href : null;
}
