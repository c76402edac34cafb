import type { OutboundMessage } from '@meada/contract/channels';
import type { Outgoing } from '@meada/contract/content';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outboundOf } from '../conformance-arbitraries.ts';
import { format, requestOf } from './format.ts';
import { mediaTypeOf } from './format-media.ts';
import { splitText } from './split.ts';

const to = { kind: 'whatsapp', value: '554188887777' };
const draftsOf = (content: Outgoing, more: Partial<OutboundMessage> = {}) =>
  format({ ...outboundOf(content, to), ...more });
const typesOf = (content: Outgoing) => draftsOf(content).map((draft) => draft.body.type ?? draft.type);
const choices = (count: number, title = 'Opção') =>
  Array.from({ length: count }, (_, i) => ({ id: `i${i}`, title: `${title} ${i}` }));

describe('splitText', () => {
  it('keeps every character that is no white space, within the limit, without tearing characters apart', () => {
    const text = fc.array(
      fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom(' ', '\n\n', '. ', '👍🏽')),
      {
        maxLength: 60,
      },
    );
    const property = fc.property(text, fc.integer({ min: 2, max: 40 }), (parts, max) => {
      const whole = parts.join('').toWellFormed();
      const pieces = splitText(whole, max);
      expect(pieces.join('').replace(/\s/g, '')).toBe(whole.replace(/\s/g, ''));
      for (const piece of pieces) {
        expect(piece.length).toBeLessThanOrEqual(max);
        expect(piece.trim()).not.toBe('');
        expect(piece.isWellFormed()).toBe(true);
      }
    });
    fc.assert(property, { numRuns: 500 });
  });

  it('cuts at paragraphs before words', () => {
    expect(splitText('um dois três\n\nquatro cinco', 20)).toEqual(['um dois três', 'quatro cinco']);
  });
});

describe('choices', () => {
  it.each([
    ['three short ones are reply buttons', choices(3), 'button'],
    ['four are a list', choices(4), 'list'],
    ['ten are a list', choices(10), 'list'],
    ['eleven are told in words', choices(11), 'text'],
    ['titles too long for a button make a list', choices(2, 'Título de vinte e um'), 'list'],
    [
      'titles too long for a list too are told in words',
      choices(2, 'Título comprido demais para tudo'),
      'text',
    ],
    ['equal titles cannot be buttons', [choices(1), choices(1)].flat(), 'text'],
    ['one link is a link button', [{ id: 'a', title: 'Pagar', url: 'https://loja.example/p' }], 'cta_url'],
    [
      'two links are told in words',
      choices(2).map((one) => ({ ...one, url: 'https://loja.example/' })),
      'text',
    ],
  ] as const)('%s', (_, buttons, type) => {
    expect(typesOf({ v: 1, kind: 'buttons', text: 'Escolha', buttons: [...buttons] })).toEqual([type]);
  });

  it('tells links and descriptions where they cannot be shown', () => {
    const [draft] = draftsOf({
      v: 1,
      kind: 'buttons',
      text: 'Veja',
      buttons: [
        { id: 'a', title: 'Site', url: 'https://loja.example/' },
        { id: 'b', title: 'Não' },
      ],
    });
    expect(draft?.body.body).toBe('Veja\n\n1. Site – https://loja.example/\n2. Não');
  });

  it('a list of several sections needs titles for each', () => {
    const rows = [{ id: 'a', title: 'A' }];
    const sections = (titles: (string | undefined)[]) =>
      titles.map((title, i) => ({ title, rows: rows.map((row) => ({ ...row, id: `${row.id}${i}` })) }));
    const list = (titles: (string | undefined)[]): Outgoing => ({
      v: 1,
      kind: 'list',
      text: 'Qual?',
      button: 'Ver',
      sections: sections(titles),
    });
    expect(typesOf(list(['Um', 'Dois']))).toEqual(['list']);
    expect(typesOf(list(['Um', undefined]))).toEqual(['text']);
  });
});

describe('media', () => {
  it.each([
    ['image', 'image/jpeg', 1000, 'image'],
    ['image', 'image/tiff', 1000, 'document'],
    ['image', 'image/png', 6 * 1024 * 1024, 'document'],
    ['voice', 'audio/ogg; codecs=opus', 1000, 'audio'],
    ['video', 'video/quicktime', 1000, 'document'],
    ['sticker', 'image/webp', 600 * 1024, 'document'],
    ['document', 'image/png', 1000, 'document'],
  ] as const)('%s of type %s and %s bytes goes as %s', (kind, type, size, expected) => {
    expect(mediaTypeOf({ kind, type, size })).toBe(expected);
  });

  it('a text too long for a caption, or over a voice message, goes first', () => {
    const long: Outgoing = { v: 1, kind: 'media', media: 'document', text: 'a'.repeat(1025) };
    expect(draftsOf(long).map((draft) => draft.type)).toEqual(['text', 'document']);
    const file = {
      name: 'v.ogg',
      type: 'audio/ogg',
      kind: 'voice' as const,
      size: 10,
      read: async () => new Uint8Array(1),
    };
    const voice = draftsOf({ v: 1, kind: 'media', media: 'voice', text: 'ouça' }, { attachments: [file] });
    expect(voice.map((draft) => draft.type)).toEqual(['text', 'audio']);
    expect(voice[1]?.body).toEqual({ voice: true });
  });
});

describe('requestOf', () => {
  const hello: Outgoing = { v: 1, kind: 'text', text: 'oi' };
  const request = (more: Partial<OutboundMessage>, part = 0) => {
    const message = { ...outboundOf(hello, to), ...more };
    const [draft] = format(message);
    return draft && requestOf(draft, message, part);
  };

  it('sends to the id as received, by number, by user id or to the group', () => {
    expect(request({})).toMatchObject({ to: '554188887777', recipient_type: 'individual' });
    const user = request({ to: { kind: 'whatsapp_user', value: 'BR.1' } });
    expect(user).toMatchObject({ recipient: 'BR.1' });
    expect(user).not.toHaveProperty('to');
    expect(request({ outsideThread: { kind: 'group', key: 'g1' } })).toMatchObject({
      recipient_type: 'group',
      to: 'g1',
    });
  });

  it('quotes and carries the dispatch id on the first part only', () => {
    expect(request({ replyToExternalId: 'wamid.1' })).toMatchObject({ context: { message_id: 'wamid.1' } });
    const second = request({ replyToExternalId: 'wamid.1' }, 1);
    expect(second).not.toHaveProperty('context');
    expect(second?.biz_opaque_callback_data).toBe('01940000-0000-7000-8000-000000000002#2');
  });

  it('names the fields of a template unless they are numbered', () => {
    const parameters = [
      { name: '1', value: 'Ana\tSouza' },
      { name: 'pedido', value: ' ' },
    ];
    const [draft] = draftsOf({ v: 1, kind: 'template', name: 'x', language: 'pt-BR', text: '', parameters });
    expect(draft?.body).toEqual({
      name: 'x',
      language: { code: 'pt_BR' },
      components: [
        {
          type: 'body',
          parameters: [
            { type: 'text', text: 'Ana Souza' },
            { type: 'text', parameter_name: 'pedido', text: '-' },
          ],
        },
      ],
    });
  });

  it('has nothing to say for blank text', () =>
    expect(draftsOf({ v: 1, kind: 'text', text: ' \n ' })).toEqual([]));
});
