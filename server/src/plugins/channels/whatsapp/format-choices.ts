import type { OutboundMessage } from '@meada/contract/channels';
import type { Outgoing } from '@meada/contract/content';
import type { Translated } from '@meada/contract/primitives';
import { type Draft, formatText } from './draft.ts';

type Buttons = Extract<Outgoing, { kind: 'buttons' }>;
type List = Extract<Outgoing, { kind: 'list' }>;
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
