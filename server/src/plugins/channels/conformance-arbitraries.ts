import type { OutboundMessage } from '@meada/contract/channels';
import type { ContentKind, Outgoing } from '@meada/contract/content';
import fc from 'fast-check';

/** What an attacker or a changed platform puts where something else is expected. */
const hostile: unknown[] = [
  null,
  '',
  ' ',
  0,
  -1,
  1e308,
  0.5,
  true,
  [],
  {},
  [[]],
  [null],
  { length: 3 },
  '\u0000',
  '\ud800',
  'x'.repeat(5000),
  '2026-13-45T99:99:99Z',
  '__proto__',
  { constructor: 'x', toString: 1 },
  Number.MAX_SAFE_INTEGER,
  '99999999999999999999',
];

type Path = (string | number)[];

function pathsOf(value: unknown, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...at, key]))];
}

function replaced(value: unknown, path: Path, by: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return by;
  if (Array.isArray(value))
    return value.map((inner, i) => (String(i) === key ? replaced(inner, rest, by) : inner));
  const copy: Record<string, unknown> = { ...(value as Record<string, unknown>) };
  // A key taken away altogether is a case of its own: `undefined` does not survive JSON.
  copy[key] = replaced(copy[key], rest, by);
  return copy;
}

/** The same JSON document with one node replaced by something hostile or removed; null when the bytes are no JSON. */
export function jsonMutation(bytes: Uint8Array): fc.Arbitrary<Uint8Array> | null {
  let document: unknown;
  try {
    document = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
  const paths = pathsOf(document);
  return fc
    .tuple(fc.constantFrom(...paths), fc.constantFrom(undefined, ...hostile))
    .map(([path, by]) => new TextEncoder().encode(JSON.stringify(replaced(document, path, by)) ?? ''));
}

/** The same bytes cut short, with bits flipped, or with foreign bytes put in. */
export function byteMutation(bytes: Uint8Array): fc.Arbitrary<Uint8Array> {
  const position = fc.nat(Math.max(0, bytes.length - 1));
  const cut = position.map((end) => bytes.slice(0, end));
  const flipped = fc.array(fc.tuple(position, fc.nat(7)), { minLength: 1, maxLength: 8 }).map((flips) => {
    const copy = bytes.slice();
    for (const [at, bit] of flips) copy[at] = (copy[at] ?? 0) ^ (1 << bit);
    return copy;
  });
  const inserted = fc
    .tuple(position, fc.uint8Array({ minLength: 1, maxLength: 40 }))
    .map(([at, extra]) => new Uint8Array([...bytes.slice(0, at), ...extra, ...bytes.slice(at)]));
  return fc.oneof(cut, flipped, inserted);
}

/** Text as people and attackers write it: any Unicode, control characters, markup. */
const words = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 }),
  fc.constantFrom(
    '<b>oi</b> & "tchau"',
    '*a* _b_ ~c~ `d`',
    'linha 1\r\nlinha 2\n\n',
    '{{1}} %s <%= x %>',
    '👩‍👩‍👧‍👦 ação',
  ),
);
const line = words.map(
  (text) =>
    text
      .replace(/[\p{Cc}\p{Cs}]+/gu, ' ')
      .trim()
      .slice(0, 200) || 'x',
);
const body = words.map((text) => text.replaceAll('\u0000', '').toWellFormed() || 'x');
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

/** One arbitrary per content kind that leaves the house; keyed by kind so that none is forgotten. */
export const outgoing: { [K in Outgoing['kind']]: fc.Arbitrary<Extract<Outgoing, { kind: K }>> } = {
  text: fc.record({ v: fc.constant(1 as const), kind: fc.constant('text' as const), text: body }),
  media: fc.record({
    v: fc.constant(1 as const),
    kind: fc.constant('media' as const),
    media: fc.constantFrom('image', 'audio', 'video', 'document', 'sticker', 'voice'),
    text: optional(body),
  }),
  location: fc.record({
    v: fc.constant(1 as const),
    kind: fc.constant('location' as const),
    latitude: fc.double({ min: -90, max: 90, noNaN: true }),
    longitude: fc.double({ min: -180, max: 180, noNaN: true }),
    name: optional(line),
    address: optional(line),
  }),
  contact: fc.record({
    v: fc.constant(1 as const),
    kind: fc.constant('contact' as const),
    contacts: fc.array(
      fc.record({
        name: line,
        phones: fc.array(fc.constantFrom('+55 41 98888-7777', '190', 'x'), { maxLength: 3 }),
        emails: fc.array(fc.constantFrom('ana@example.com', 'x'), { maxLength: 3 }),
        organisation: optional(line),
      }),
      { maxLength: 5 },
    ),
  }),
  location_request: fc.record({
    v: fc.constant(1 as const),
    kind: fc.constant('location_request' as const),
    text: body,
  }),
  products: fc.record({
    v: fc.constant(1 as const),
    kind: fc.constant('products' as const),
    text: body,
    title: optional(line),
    catalogue: line,
    sections: fc.array(
      fc.record({
        title: optional(line),
        products: fc.array(fc.record({ sku: line, name: optional(line) }), { minLength: 1, maxLength: 30 }),
      }),
      { minLength: 1, maxLength: 10 },
    ),
  }),
  buttons: fc.record({
    v: fc.constant(1 as const),
    kind: fc.constant('buttons' as const),
    text: body,
    buttons: fc.array(
      fc.record({ id: line, title: line, url: optional(fc.constant('https://example.com/a?b=1')) }),
      { minLength: 1, maxLength: 50 },
    ),
  }),
  list: fc.record({
    v: fc.constant(1 as const),
    kind: fc.constant('list' as const),
    text: body,
    button: line,
    sections: fc.array(
      fc.record({
        title: optional(line),
        rows: fc.array(fc.record({ id: line, title: line, description: optional(line) }), { maxLength: 20 }),
      }),
      { minLength: 1, maxLength: 12 },
    ),
  }),
  template: fc.record({
    v: fc.constant(1 as const),
    kind: fc.constant('template' as const),
    name: fc.constantFrom('pedido_pronto', 'retorno'),
    language: fc.constantFrom('pt_BR', 'en', 'es'),
    text: body,
    parameters: fc.array(fc.record({ name: optional(fc.constantFrom('nome', 'pedido')), value: body }), {
      maxLength: 5,
    }),
  }),
};

/** A whole outgoing message around a content; attachments only where the content is media. */
export function outboundOf(content: Outgoing, to: OutboundMessage['to']): OutboundMessage {
  const bytes = new TextEncoder().encode('%PDF-1.4 meada');
  return {
    messageId: '01940000-0000-7000-8000-000000000001',
    dispatchId: '01940000-0000-7000-8000-000000000002',
    to,
    content,
    attachments:
      content.kind === ('media' satisfies ContentKind)
        ? [
            {
              name: 'nota.pdf',
              type: 'application/pdf',
              kind: content.media,
              size: bytes.length,
              read: async () => bytes,
            },
          ]
        : [],
    replyToken: 'r.conformance.token',
    author: { name: 'Bia', locale: 'pt-BR' },
    protocol: '2026.000001',
  };
}
