import { convert } from 'html-to-text';
import sanitize from 'sanitize-html';
import { allowedStyles } from './html-styles.ts';

/**
 * Foreign HTML: what comes in by mail is kept raw and cleaned each time it is shown (LESSONS B8). An allow-list with
 * a real parser, never a list of what is bad. The result goes into a sandboxed frame without scripts all the same.
 */

/** Longest HTML that is looked at, in UTF-16 units; the rest stays in the raw receipt. */
const maxHtml = 2_000_000;
/** Inline `data:` pictures above this are dropped (UTF-16 units of the URL). */
const maxDataUrl = 2_000_000;
const maxDepth = 100;

export type CleanOptions = {
  /** `block` drops what would be loaded from elsewhere, and counts it; `show` lets pictures over http(s) through. */
  images: 'block' | 'show';
  /** Our own address of the attachment with this Content-ID (without angle brackets), or null if there is none. */
  cid: (id: string) => string | null;
};

const allowedTags =
  'a abbr address article b bdi bdo big blockquote br caption center cite code col colgroup dd del dfn div dl dt em \
figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main ol p pre q s samp section small span \
strike strong sub sup table tbody td tfoot th thead time tr tt u ul var wbr'.split(/\s+/);

/** Their text is code or data, never something to read: it goes with the element. */
const silentTags =
  'script style textarea option noscript title iframe object embed applet svg math template xmp noembed noframes \
plaintext select audio video canvas map'.split(/\s+/);

const layout = ['align', 'valign', 'width', 'height', 'bgcolor'];
const allowedAttributes: sanitize.IOptions['allowedAttributes'] = {
  '*': ['style', 'dir', 'lang', 'title'],
  a: ['href', 'target', 'rel'],
  img: ['src', 'alt', 'width', 'height', 'align', 'border'],
  table: [...layout, 'border', 'cellpadding', 'cellspacing'],
  td: [...layout, 'colspan', 'rowspan', 'nowrap'],
  th: [...layout, 'colspan', 'rowspan', 'nowrap', 'scope'],
  tr: layout,
  tbody: layout,
  thead: layout,
  tfoot: layout,
  col: [...layout, 'span'],
  colgroup: [...layout, 'span'],
  div: ['align'],
  p: ['align'],
  font: ['color', 'face', 'size'],
  ol: ['start', 'type'],
  ul: ['type'],
  li: ['value'],
  hr: ['width', 'size', 'align', 'color'],
};

const remote = /^\s*(?:https?:)?\/\//i;
const pictureData = /^data:image\/(?:png|jpe?g|gif|webp|bmp|avif);base64,[a-z0-9+/=\s]*$/i;

type Attributes = Record<string, string>;
type Counter = { blocked: number };

/**
 * Makes foreign HTML safe to show: no script, form, frame, base, meta, link, class or id; nothing is loaded from
 * elsewhere unless `images` is `show`, and then pictures only (no srcset, background or `url()`).
 * `blocked` counts what would have been loaded.
 */
export function cleanHtml(raw: string, options: CleanOptions): { html: string; blocked: number } {
  const counter = { blocked: 0 };
  const html = sanitize(raw.slice(0, maxHtml).replaceAll('\u0000', '').toWellFormed(), {
    allowedTags,
    nonTextTags: silentTags,
    allowedAttributes,
    allowedStyles,
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    // Attributes other than these two hold no address; `img` is decided by `picture` below.
    allowedSchemesByTag: { img: ['http', 'https', 'data', 'cid'] },
    allowProtocolRelative: false,
    disallowedTagsMode: 'discard',
    nestingLimit: maxDepth,
    enforceHtmlBoundary: false,
    parseStyleAttributes: true,
    transformTags: {
      '*': (tagName, attribs) => ({ tagName, attribs: countLoads(attribs, counter) }),
      a: (tagName, attribs) => ({ tagName, attribs: link(countLoads(attribs, counter)) }),
      img: (tagName, attribs) => ({ tagName, attribs: picture(attribs, options, counter) }),
    },
  });
  return { html, blocked: counter.blocked };
}

/** A remote picture named by `background=` or `url()` is never shown, so it only has to be counted. */
function countLoads(attribs: Attributes, counter: Counter): Attributes {
  if (remote.test(attribs.background ?? '')) counter.blocked++;
  if (/url\s*\(\s*['"]?\s*(?:https?:)?\/\//i.test(attribs.style ?? '')) counter.blocked++;
  return attribs;
}

/** Links leave in a new window and tell nobody where from; a relative one would point into our own house. */
function link(attribs: Attributes): Attributes {
  const { href, target: _target, rel: _rel, ...rest } = attribs;
  if (!href || !/^\s*(?:https?:\/\/|mailto:|tel:)/i.test(href)) return rest;
  return { ...rest, href: href.trim(), target: '_blank', rel: 'noopener noreferrer nofollow' };
}

function picture(attribs: Attributes, options: CleanOptions, counter: Counter): Attributes {
  const { src: raw, srcset, ...rest } = countLoads(attribs, counter);
  const src = (raw ?? '').trim();
  const source = pictureSource(src, options);
  if (source) return { ...rest, src: source };
  if (remote.test(src) || (!src && srcset)) counter.blocked++;
  return rest;
}

function pictureSource(src: string, options: CleanOptions): string | null {
  if (/^cid:/i.test(src)) return options.cid(contentIdOf(src.slice(4)));
  if (/^data:/i.test(src)) return src.length <= maxDataUrl && pictureData.test(src) ? src : null;
  return options.images === 'show' && /^https?:\/\//i.test(src) ? src : null;
}

function contentIdOf(reference: string): string {
  try {
    return decodeURIComponent(reference).replace(/^<|>$/g, '');
  } catch {
    return reference;
  }
}

/** Longest text made of HTML, UTF-16 units. */
const maxText = 200_000;

/**
 * The words of an HTML body. Quoted blocks begin with `> ` as in plain mail, so that one set of rules finds the
 * visible part. Bounded in depth, children and length; on HTML that beats the converter the tags are dropped instead.
 */
export function textOfHtml(raw: string): string {
  const html = raw.slice(0, maxHtml).replaceAll('\u0000', '');
  try {
    return tidy(convert(html, textOptions));
  } catch {
    return tidy(sanitize(html, { allowedTags: [], allowedAttributes: {}, nonTextTags: silentTags }));
  }
}

const textOptions = {
  wordwrap: false as const,
  limits: { maxInputLength: maxHtml, maxDepth, maxChildNodes: 20_000, ellipsis: '…' },
  selectors: [
    {
      selector: 'a',
      options: {
        hideLinkHrefIfSameAsText: true,
        noAnchorUrl: true,
        linkBrackets: ['<', '>'] as [string, string],
      },
    },
    { selector: 'img', format: 'skip' },
    { selector: 'hr', options: { length: 32 } },
    { selector: 'blockquote', options: { trimEmptyLines: true } },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
    { selector: 'table', format: 'block' },
    ...[
      'script',
      'style',
      'title',
      'svg',
      'template',
      'noscript',
      'head',
      'object',
      'textarea',
      'select',
    ].map((selector) => ({
      selector,
      format: 'skip',
    })),
  ],
};

function tidy(text: string): string {
  return text
    .slice(0, maxText)
    .toWellFormed()
    .replaceAll('\u00a0', ' ')
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
