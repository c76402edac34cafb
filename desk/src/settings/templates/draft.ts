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

/** The text with one more field at its end, numbered after those that are there. */
export function withField(text: string): string {
  const numbers = namesIn(text).map(Number).filter(Number.isInteger);
  return `${text.trimEnd()} {{${Math.max(0, ...numbers) + 1}}} `;
}
