import type { OutboundMessage } from '@meada/contract/channels';
import { piecesOf, plainTextOf } from '../plain-text.ts';
import type { Account } from './settings.ts';

/** Longest text handed to a gateway: ten parts of the dearer encoding. */
export const textLength = 670;

/** The texts of a message, in order (pure). */
export const format = (message: OutboundMessage): string[] =>
  piecesOf(plainTextOf(message.content).replaceAll('\u0000', ''), textLength);

export type HttpRequest = {
  url: string;
  method: 'POST' | 'GET';
  headers: Record<string, string>;
  body?: string;
};

/** A template of the settings cannot be filled in. */
export class TemplateError extends Error {}

/**
 * The gateway's request for one text (pure). Placeholders are filled into the parsed template, so that a quote or an
 * ampersand in a text stays what it is. Throws TemplateError.
 */
export function requestOf(
  account: Account,
  said: { to: string; text: string; id: string; webhook?: string },
): HttpRequest {
  const values: Record<string, string> = {
    to: numberIn(account.numberForm, said.to),
    text: said.text,
    id: said.id,
    from: account.from,
    secret: account.secret,
    webhook: said.webhook ?? '',
  };
  const fill = (text: string): string =>
    text.replace(/\{(to|text|id|from|secret|webhook)\}/g, (_, name: string) => values[name] ?? '');
  const url = account.url.replace(/\{(to|text|id|from|secret|webhook)\}/g, (_, name: string) =>
    encodeURIComponent((values[name] ?? '').toWellFormed()),
  );
  const headers = headersOf(account.headers, fill);
  if (account.method === 'GET') {
    const target = URL.parse(url);
    if (!target) throw new TemplateError('url');
    for (const [name, value] of pairsOf(account.template)) target.searchParams.append(name, fill(value));
    return { url: target.href, method: 'GET', headers };
  }
  if (account.body === 'form') {
    const pairs = pairsOf(account.template).map(([name, value]): [string, string] => [name, fill(value)]);
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    return {
      url,
      method: 'POST',
      headers: { ...type, ...headers },
      body: new URLSearchParams(pairs).toString(),
    };
  }
  const body = JSON.stringify(filled(documentIn(account.template), fill));
  return { url, method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body };
}

function documentIn(template: string): unknown {
  try {
    return JSON.parse(template);
  } catch {
    throw new TemplateError('template');
  }
}

function filled(value: unknown, fill: (text: string) => string): unknown {
  if (typeof value === 'string') return fill(value);
  if (Array.isArray(value)) return value.map((inner) => filled(inner, fill));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, filled(inner, fill)]));
}

/** `a={to}&b={text}`, or one pair a line; read before it is filled in. */
const pairsOf = (template: string): [string, string][] =>
  template
    .split(/[&\n]/)
    .map((pair) => pair.trim())
    .filter((pair) => pair.includes('='))
    .map((pair) => [decoded(pair.slice(0, pair.indexOf('='))), decoded(pair.slice(pair.indexOf('=') + 1))]);

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function headersOf(lines: string[], fill: (text: string) => string): Record<string, string> {
  const entries = lines.flatMap((line) => {
    const [, name, value] = /^([\w-]{1,100}):\s*(.*)$/.exec(line) ?? [];
    // A line break in a secret would begin another header.
    return name === undefined
      ? []
      : [[name.toLowerCase(), fill(value ?? '').replace(/[^\x20-\x7e]/g, '')] as const];
  });
  return Object.fromEntries(entries);
}

/** The number as the gateway writes it; what it received is sent back unchanged where no form is asked. */
function numberIn(form: Account['numberForm'], to: string): string {
  const digits = to.replace(/\D/g, '');
  if (form === 'plus') return `+${digits}`;
  return form === 'national' ? digits.replace(/^55(?=\d{10,11}$)/, '') : digits;
}
