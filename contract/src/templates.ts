import { z } from 'zod';
import { lineOf, textOf } from './primitives.ts';

/**
 * A message a platform has to approve before it may be sent outside the window: its parts as the customer will see
 * them, the fields in them, and what is put there. The same for every platform; which call it becomes is the plug-in's.
 */

export const TemplateState = z.enum(['approved', 'pending', 'paused', 'rejected']);
export type TemplateState = z.infer<typeof TemplateState>;
/** What the platform charges it as. */
export const TemplateCost = z.enum(['marketing', 'utility', 'authentication']);
export type TemplateCost = z.infer<typeof TemplateCost>;
export const TemplateQuality = z.enum(['high', 'medium', 'low']);
export type TemplateQuality = z.infer<typeof TemplateQuality>;

const Words = z.string().max(8192);
const Header = z.strictObject({
  part: z.literal('header'),
  format: z.enum(['text', 'image', 'video', 'document', 'location', 'product']),
  text: Words.optional(),
});
const Body = z.strictObject({ part: z.literal('body'), text: Words });
const Footer = z.strictObject({ part: z.literal('footer'), text: Words });
/** An offer that ends: `expires` shows a clock. */
const Offer = z.strictObject({ part: z.literal('offer'), text: Words, expires: z.boolean() });
export const TemplateButton = z.strictObject({
  kind: z.enum([
    'reply',
    'url',
    'phone',
    'copy_code',
    'catalogue',
    'products',
    'product',
    'form',
    'one_time_code',
    'other',
  ]),
  text: Words,
  url: Words.optional(),
  phone: Words.optional(),
});
export type TemplateButton = z.infer<typeof TemplateButton>;
const Buttons = z.strictObject({ part: z.literal('buttons'), buttons: z.array(TemplateButton).max(20) });
const CardPart = z.discriminatedUnion('part', [Header, Body, Buttons]);
const Cards = z.strictObject({ part: z.literal('cards'), cards: z.array(z.array(CardPart).max(3)).max(10) });

export const TemplatePart = z.discriminatedUnion('part', [Header, Body, Footer, Offer, Buttons, Cards]);
export type TemplatePart = z.infer<typeof TemplatePart>;

const TemplateFieldKind = z.enum([
  'text',
  'image',
  'video',
  'document',
  'location',
  'code',
  'one_time_code',
  'product',
  'products',
  'time',
  'form',
]);
type TemplateFieldKind = z.infer<typeof TemplateFieldKind>;

/** Something to be put into a template. */
export type TemplateField = {
  /** Its place, unique in the template: `body.1`, `header`, `button.0`, `card.2.body.name`. */
  at: string;
  kind: TemplateFieldKind;
  /** Its own name or number, or the button's words. */
  name: string;
  required: boolean;
  /** Filled with what stands at another place. */
  copies?: string;
};

/** What is put into a field: words, a file of the message by its number, or a place. */
export const TemplateValue = z.strictObject({
  at: lineOf(128, 1),
  /** Said by the server, which knows the template. */
  kind: TemplateFieldKind.optional(),
  value: textOf(2000).optional(),
  attachment: z.number().int().min(0).max(99).optional(),
  place: z
    .strictObject({
      latitude: z.number().min(-90).max(90),
      longitude: z.number().min(-180).max(180),
      name: lineOf(512).optional(),
      address: lineOf(1024).optional(),
    })
    .optional(),
});
export type TemplateValue = z.infer<typeof TemplateValue>;

const field = /\{\{\s*(\w{1,64})\s*\}\}/g;

/** Names of the fields of a text: numbered ones by their number, others as they come, each once. */
export function namesIn(text: string): string[] {
  const names = [...new Set([...text.matchAll(field)].map((match) => match[1] ?? ''))];
  return names.every((name) => /^\d+$/.test(name)) ? names.sort((a, b) => Number(a) - Number(b)) : names;
}

/** The text with its fields filled; one without a value stays as it is. White space runs are one space, as platforms want. */
function filled(text: string, of: (name: string) => string | undefined): string {
  return text.replace(field, (whole, name: string) => of(name)?.replace(/\s+/g, ' ').trim() || whole);
}

const buttonFields: Partial<
  Record<TemplateButton['kind'], Pick<TemplateField, 'kind' | 'required' | 'copies'>>
> = {
  copy_code: { kind: 'code', required: true },
  catalogue: { kind: 'product', required: false },
  products: { kind: 'products', required: true },
  form: { kind: 'form', required: false },
  one_time_code: { kind: 'one_time_code', required: true, copies: 'body.1' },
};

function fieldsOfButton(button: TemplateButton, at: string): TemplateField[] {
  if (button.kind === 'url')
    return namesIn(button.url ?? '').length > 0
      ? [{ at, kind: 'text', name: button.text, required: true }]
      : [];
  const known = buttonFields[button.kind];
  return known ? [{ at, name: button.text, ...known }] : [];
}

function fieldsOfHeader(header: z.infer<typeof Header>, at: string): TemplateField[] {
  if (header.format !== 'text') return [{ at, kind: header.format, name: '', required: true }];
  return namesIn(header.text ?? '').map((name) => ({
    at: `${at}.${name}`,
    kind: 'text',
    name,
    required: true,
  }));
}

/** The fields of a template in the order a person fills them in. */
export function templateFields(parts: readonly TemplatePart[], before = ''): TemplateField[] {
  return parts.flatMap((part): TemplateField[] => {
    if (part.part === 'header') return fieldsOfHeader(part, `${before}header`);
    if (part.part === 'body')
      return namesIn(part.text).map((name) => ({
        at: `${before}body.${name}`,
        kind: 'text',
        name,
        required: true,
      }));
    if (part.part === 'offer')
      return part.expires ? [{ at: `${before}offer`, kind: 'time', name: part.text, required: true }] : [];
    if (part.part === 'buttons')
      return part.buttons.flatMap((button, n) => fieldsOfButton(button, `${before}button.${n}`));
    if (part.part === 'cards')
      return part.cards.flatMap((card, n) => templateFields(card, `${before}card.${n}.`));
    return [];
  });
}

/** The parts as the customer reads them. */
export function renderedParts(
  parts: readonly TemplatePart[],
  valueAt: (at: string) => string | undefined,
  before = '',
): TemplatePart[] {
  return parts.map((part) => {
    if (part.part === 'header' && part.text !== undefined)
      return { ...part, text: filled(part.text, (name) => valueAt(`${before}header.${name}`)) };
    if (part.part === 'body')
      return { ...part, text: filled(part.text, (name) => valueAt(`${before}body.${name}`)) };
    if (part.part === 'buttons') {
      const buttons = part.buttons.map((button, n) =>
        button.url === undefined
          ? button
          : { ...button, url: filled(button.url, () => valueAt(`${before}button.${n}`)) },
      );
      return { ...part, buttons };
    }
    if (part.part === 'cards') {
      const cards = part.cards.map(
        (card, n) => renderedParts(card, valueAt, `${before}card.${n}.`) as typeof card,
      );
      return { ...part, cards };
    }
    return part;
  });
}

/** The words of a template in reading order: header, body, offer, cards, footer. */
export function templateText(parts: readonly TemplatePart[]): string {
  const words = parts.flatMap((part): string[] => {
    if (part.part === 'cards') return part.cards.map((card) => templateText(card));
    return 'text' in part && part.text ? [part.text] : [];
  });
  return words.filter(Boolean).join('\n\n');
}

/** The words on its buttons. */
export const templateButtons = (parts: readonly TemplatePart[]): string[] =>
  parts.flatMap((part) => (part.part === 'buttons' ? part.buttons.map((button) => button.text) : []));
