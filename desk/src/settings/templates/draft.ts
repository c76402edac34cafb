import type { MessageTemplate } from '@meada/contract/routes/templates';
import type { TemplateDraft, TemplateMaking } from '@meada/contract/template-drafts';
import type { TemplateButton, TemplateCost, TemplatePart } from '@meada/contract/templates';
import { namesIn } from '@meada/contract/templates';

/** A template while it is written: every part there, empty ones are left out when it is sent. */
export type Writing = {
  name: string;
  language: string;
  cost: TemplateCost;
  header: { format: 'none' | Extract<TemplatePart, { part: 'header' }>['format']; text: string };
  body: string;
  footer: string;
  buttons: (TemplateButton & { key: string })[];
  /** By place. */
  samples: Record<string, string>;
  uploads: Record<string, string>;
};

export const blank = (making: TemplateMaking): Writing => ({
  name: '',
  language: making.languages[0] ?? 'pt_BR',
  cost: making.costs[0] ?? 'utility',
  header: { format: 'none', text: '' },
  body: '',
  footer: '',
  buttons: [],
  samples: {},
  uploads: {},
});

/** A language as platforms write it (`pt_BR`), in the reader's words. */
export const languageOf = (language: string, locale: string): string => {
  const tag = language.replaceAll('_', '-');
  try {
    return new Intl.DisplayNames(locale, { type: 'language' }).of(tag) ?? tag;
  } catch {
    // What a platform calls a language need not be one.
    return tag;
  }
};

/** A name like another's: platforms keep that of a refused or deleted one for weeks. */
const nextName = (name: string): string => {
  const [, stem = name, n = '1'] = /^(.*?)_?(\d{1,4})?$/.exec(name) ?? [];
  return `${stem}_${Number(n) + 1}`;
};

/** A new template that says what another one says, as far as this channel's own can; samples are never known again. */
export function writingFrom(from: MessageTemplate, making: TemplateMaking): Writing {
  const part = <P extends TemplatePart['part']>(kind: P) =>
    from.parts.find((one): one is Extract<TemplatePart, { part: P }> => one.part === kind);
  const header = part('header');
  return {
    ...blank(making),
    name: nextName(from.name),
    language: from.language,
    cost: from.cost && making.costs.includes(from.cost) ? from.cost : blank(making).cost,
    header:
      header && making.headers.includes(header.format)
        ? { format: header.format, text: header.text ?? '' }
        : { format: 'none', text: '' },
    body: part('body')?.text ?? '',
    footer: part('footer')?.text ?? '',
    buttons: (part('buttons')?.buttons ?? [])
      .filter(({ kind }) => making.buttons.includes(kind))
      .map((button) => ({ ...button, key: crypto.randomUUID() })),
  };
}

/** A name as platforms take it: small letters without accents, digits, low lines. */
export const nameFrom = (words: string): string =>
  words
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .slice(0, 512);

export function partsOf({ header, body, footer, buttons }: Writing): TemplatePart[] {
  const { format, text } = header;
  return [
    ...(format === 'none'
      ? []
      : [{ part: 'header' as const, format, ...(format === 'text' ? { text: text.trim() } : {}) }]),
    { part: 'body', text: body.trim() },
    ...(footer.trim() ? [{ part: 'footer' as const, text: footer.trim() }] : []),
    ...(buttons.length > 0
      ? [{ part: 'buttons' as const, buttons: buttons.map(({ key: _, ...button }) => button) }]
      : []),
  ];
}

export const draftOf = (writing: Writing): TemplateDraft => ({
  name: writing.name.replace(/_+$/, ''),
  language: writing.language,
  cost: writing.cost,
  parts: partsOf(writing),
  samples: [
    ...Object.entries(writing.samples).map(([at, value]) => ({ at, value })),
    ...Object.entries(writing.uploads).map(([at, uploadId]) => ({ at, uploadId })),
  ],
});

/** The text with one more field where the caret is, numbered after those that are there; `caret` is behind it. */
export function withField(text: string, at: number): { text: string; caret: number } {
  const numbers = namesIn(text).map(Number).filter(Number.isInteger);
  const before = text.slice(0, at);
  const after = text.slice(at);
  const field = `${before && !/\s$/.test(before) ? ' ' : ''}{{${Math.max(0, ...numbers) + 1}}}`;
  return {
    text: `${before}${field}${/^[\p{L}\p{N}]/u.test(after) ? ' ' : ''}${after}`,
    caret: at + field.length,
  };
}
