import type { OutboundMessage } from '@meada/contract/channels';
import { type Outgoing, productsInWords } from '@meada/contract/content';
import type { Translated } from '@meada/contract/primitives';
import { type Draft, formatText } from './draft.ts';

type Buttons = Extract<Outgoing, { kind: 'buttons' }>;
type List = Extract<Outgoing, { kind: 'list' }>;
type Request = Extract<Outgoing, { kind: 'location_request' }>;
type Products = Extract<Outgoing, { kind: 'products' }>;
type Choice = { id: string; title: string; description?: string; url?: string };

/** Limits of interactive messages (Cloud API reference, interactive object), in UTF-16 units. */
const limits = {
  body: 1024,
  buttons: 3,
  button: 20,
  id: 256,
  rows: 10,
  row: 24,
  rowId: 200,
  about: 72,
  section: 24,
  header: 60,
  products: 30,
};

const seeOptions: Translated = { 'pt-BR': 'Ver opções', en: 'See options', es: 'Ver opciones' };

/**
 * Buttons as the platform can show them: up to three reply buttons, one link button, else a list of up to ten rows;
 * what fits none of these is told in words, so that no choice is lost or cut.
 */
export function formatButtons({ text, buttons }: Buttons, message: OutboundMessage): Draft[] {
  const rows = buttons.map(({ id, title }) => ({ id, title }));
  const links = buttons.some((button) => button.url);
  return (
    replyButtons(text, buttons) ??
    linkButton(text, buttons) ??
    (links ? undefined : listOf(text, seeOptions[message.author.locale], [{ rows }])) ??
    inWords(text, buttons)
  );
}

/** A list as the platform can show it, else in words. */
export function formatList({ text, button, sections }: List): Draft[] {
  return (
    listOf(text, button, sections) ??
    inWords(
      text,
      sections.flatMap((section) => section.rows),
    )
  );
}

/** Asks for the place the customer is at: a button of the platform's own opens it. */
export function formatLocationRequest({ text }: Request): Draft[] {
  return bodyFits(text)
    ? interactive('location_request_message', text, { name: 'send_location' })
    : formatText(text);
}

/** One product, or up to 30 of a catalogue; what fits neither is told in words. */
export function formatProducts(content: Products): Draft[] {
  const { text, title, catalogue, sections } = content;
  const products = sections.flatMap((section) => section.products);
  const [only] = products;
  if (products.length === 1 && only && text.length <= limits.body) {
    const action = { catalog_id: catalogue, product_retailer_id: only.sku };
    const body = text.trim() ? { body: { text } } : {};
    return [{ type: 'interactive', body: { type: 'product', ...body, action } }];
  }
  const titled = sections.length === 1 || sections.every((one) => one.title);
  const fits =
    bodyFits(text) &&
    titled &&
    products.length <= limits.products &&
    (title ?? '').length <= limits.header &&
    sections.every((one) => (one.title ?? '').length <= limits.section);
  if (!fits) return formatText(productsInWords(content));
  const action = {
    catalog_id: catalogue,
    sections: sections.map((one) => ({
      title: one.title ?? title ?? '…',
      product_items: one.products.map(({ sku }) => ({ product_retailer_id: sku })),
    })),
  };
  // A header is required here and nowhere else.
  const header = { type: 'text', text: title ?? sections[0]?.title ?? '…' };
  return [{ type: 'interactive', body: { type: 'product_list', header, body: { text }, action } }];
}

function interactive(type: string, text: string, action: object): Draft[] {
  return [{ type: 'interactive', body: { type, body: { text }, action } }];
}

function replyButtons(text: string, buttons: Choice[]): Draft[] | undefined {
  const fits =
    bodyFits(text) &&
    buttons.length <= limits.buttons &&
    buttons.every((one) => !one.url && fitsIn(one.title, limits.button) && fitsIn(one.id, limits.id)) &&
    distinct(buttons.map((one) => one.id)) &&
    distinct(buttons.map((one) => one.title));
  if (!fits) return undefined;
  const replies = buttons.map(({ id, title }) => ({ type: 'reply', reply: { id, title } }));
  return interactive('button', text, { buttons: replies });
}

function linkButton(text: string, buttons: Choice[]): Draft[] | undefined {
  const [only] = buttons;
  if (buttons.length !== 1 || !only?.url || !bodyFits(text) || !fitsIn(only.title, limits.button))
    return undefined;
  return interactive('cta_url', text, {
    name: 'cta_url',
    parameters: { display_text: only.title, url: only.url },
  });
}

function listOf(text: string, button: string, given: List['sections']): Draft[] | undefined {
  const sections = given.filter((section) => section.rows.length > 0);
  const rows = sections.flatMap((section) => section.rows);
  const titled = sections.length === 1 || sections.every((one) => one.title);
  const fits =
    bodyFits(text) &&
    titled &&
    fitsIn(button, limits.button) &&
    rows.length > 0 &&
    rows.length <= limits.rows &&
    distinct(rows.map((row) => row.id)) &&
    sections.every((one) => (one.title ?? '').length <= limits.section) &&
    rows.every((row) => fitsIn(row.title, limits.row) && fitsIn(row.id, limits.rowId)) &&
    rows.every((row) => (row.description ?? '').length <= limits.about);
  return fits ? interactive('list', text, { button, sections }) : undefined;
}

/** The choices as numbered lines; the customer answers with a number or the words. */
function inWords(text: string, choices: Choice[]): Draft[] {
  const lines = choices.map((choice, i) => {
    const said = [choice.title, choice.description, choice.url].filter(Boolean).join(' – ');
    return `${i + 1}. ${said}`;
  });
  return formatText([text, lines.join('\n')].join('\n\n'));
}

function bodyFits(text: string): boolean {
  return text.trim() !== '' && text.length <= limits.body;
}
function fitsIn(text: string, max: number): boolean {
  return text.trim() !== '' && text.length <= max;
}
function distinct(values: string[]): boolean {
  return new Set(values).size === values.length;
}
