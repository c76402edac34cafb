import { z } from 'zod';
import { Locale } from './primitives.ts';

/**
 * Variables in canned replies and macros: `{{cliente.nome}}`, with a word for when it is empty: `{{cliente.nome|tudo bem}}`.
 * Names are written in any of the three languages, with or without accents. Pure, for both sides.
 */

const spellings = {
  'customer.name': ['cliente.nome', 'cliente.nombre', 'customer'],
  'customer.first_name': ['cliente.primeiro_nome', 'cliente.primer_nombre'],
  'customer.email': ['cliente.email', 'cliente.correo'],
  'customer.phone': ['cliente.telefone', 'cliente.telefono'],
  protocol: ['protocolo'],
  subject: ['assunto', 'asunto'],
  'agent.name': ['atendente.nome', 'agente.nombre'],
  'agent.first_name': ['atendente.primeiro_nome', 'agente.primer_nombre', 'agent'],
  brand: ['marca'],
  organisation: ['organizacao', 'organizacion', 'organization', 'empresa'],
  greeting: ['saudacao', 'saludo'],
  date: ['data', 'fecha'],
  time: ['hora'],
} as const;
export type VariableName = keyof typeof spellings;
export const variableNames = Object.keys(spellings) as VariableName[];

/** How a variable is offered in a language; custom fields keep the firm's own names. */
export function spelled(name: VariableName, locale: Locale): string {
  const [pt, es = pt] = spellings[name];
  return locale === 'en' ? name : locale === 'es' ? es : pt;
}

/** Values of the firm's own fields stand under these. */
const fieldPrefixes: [prefix: string, written: RegExp][] = [
  ['customer.field.', /^(?:cliente\.campo|customer\.field)\.(.+)$/],
  ['conversation.field.', /^(?:conversa\.campo|conversacion\.campo|conversation\.field)\.(.+)$/],
];

const folded = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim().replace(/\s+/g, '_');

const byWriting = new Map<string, VariableName>(
  variableNames.flatMap((name) => [name, ...spellings[name]].map((written) => [written, name] as const)),
);

/** The one name of a variable as somebody wrote it; null when there is no such. */
export function canonicalVariable(written: string): string | null {
  const plain = folded(written);
  const known = byWriting.get(plain);
  if (known) return known;
  for (const [prefix, pattern] of fieldPrefixes) {
    const field = pattern.exec(plain)?.[1];
    if (field) return prefix + field;
  }
  return null;
}

/** The key a custom field's value stands under. */
export const fieldVariable = (subject: 'customer' | 'conversation', name: string): string =>
  `${subject}.field.${folded(name)}`;

/** A place that nothing could be put into. */
export type Hole = { from: number; to: number; name: string; why: 'unknown' | 'empty' };
export type Filled = { text: string; holes: Hole[] };
export type VariableValues = Readonly<Record<string, string>>;

/** Braces around a name, perhaps with a word for when it is empty. */
const pattern = /\{\{\s*([\p{L}_][\p{L}\p{M}\p{N}_. -]{0,99}?)\s*(?:\|([^{}|]{0,200}))?\}\}/gu;

const startsSentence = (before: string): boolean => /(?:^|[.!?…\n>]\s*)$/u.test(before.slice(-20));

/** Braces of a value are no variable of ours. */
const tame = (value: string): string => value.replace(/\{\{+/g, '{').replace(/\}\}+/g, '}');

function fill(source: string, values: VariableValues, asPut: (value: string) => string): Filled {
  let text = '';
  let at = 0;
  const holes: Hole[] = [];
  for (const match of source.matchAll(pattern)) {
    const [whole, written = '', otherwise] = match;
    text += source.slice(at, match.index);
    at = match.index + whole.length;
    const name = canonicalVariable(written);
    const value = name === null ? '' : (values[name] ?? '').trim();
    // The default stands in the source already, as rich text where the source is.
    const put = value ? asPut(tame(value)) : (otherwise ?? '').trim();
    if (put || otherwise !== undefined) {
      text += name === 'greeting' && startsSentence(text) ? put.charAt(0).toUpperCase() + put.slice(1) : put;
      continue;
    }
    holes.push({
      from: text.length,
      to: text.length + whole.length,
      name: written.trim(),
      why: name ? 'empty' : 'unknown',
    });
    text += whole;
  }
  return { text: text + source.slice(at), holes };
}

/** The words with their variables filled; what could not be filled stays as it is and is named. */
export const fillText = (text: string, values: VariableValues): Filled =>
  fill(text, values, (value) => value);

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (letter) => entities[letter] ?? letter);

/** The same in rich text: what comes from a record is text, never HTML. */
export const fillHtml = (html: string, values: VariableValues): Filled =>
  fill(html, values, (value) => escapeHtml(value).replaceAll('\n', '<br>'));

/** Places of a written text that still wait for a value: such a text must not go out. */
export const holesOf = (text: string): Hole[] =>
  [...text.matchAll(pattern)].map((match) => {
    const [whole, written = ''] = match;
    const why = canonicalVariable(written) ? 'empty' : 'unknown';
    return { from: match.index, to: match.index + whole.length, name: written.trim(), why };
  });

/** Whether a text still has a variable of ours in it, filled by nobody. */
export const hasVariable = (text: string): boolean =>
  [...text.matchAll(pattern)].some(([, written = '']) => canonicalVariable(written) !== null);

/** What a conversation's variables are: some depend on the language the words are in. */
export const Variables = z.strictObject({
  /** The language the customer is written to in, if it is known. */
  locale: Locale.nullable(),
  /** The firm's own language, that of words without another. */
  ownLocale: Locale,
  values: z.record(z.string(), z.string()),
  timed: z.record(Locale, z.record(z.string(), z.string())),
});
export type Variables = z.infer<typeof Variables>;

/** The values for words in a language. */
export const valuesIn = ({ values, timed, ownLocale }: Variables, locale: Locale | null): VariableValues => ({
  ...values,
  ...timed[locale ?? ownLocale],
});

/** "Dr." and the like are no first name. */
const titles = /^(?:dra?|sra?|srta?|mr|mrs|ms|prof|profa)\.?$/i;

/** The name somebody is called by. */
export function firstNameOf(name: string): string {
  const words = name.trim().split(/\s+/);
  return words.find((word, index) => index === words.length - 1 || !titles.test(word)) ?? '';
}

const greetings: Record<Locale, [morning: string, afternoon: string, evening: string]> = {
  'pt-BR': ['bom dia', 'boa tarde', 'boa noite'],
  en: ['good morning', 'good afternoon', 'good evening'],
  es: ['buenos días', 'buenas tardes', 'buenas noches'],
};

/** What is said at an hour (0–23) of the firm's day; evening begins at 18, the night belongs to it until 5. */
export function greetingAt(hour: number, locale: Locale): string {
  const part = hour >= 5 && hour < 12 ? 0 : hour >= 12 && hour < 18 ? 1 : 2;
  return greetings[locale][part] ?? '';
}
