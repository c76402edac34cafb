import type { Message } from '@meada/contract/routes/conversations';
import { describe, expect, it } from 'vitest';
import type { Pending } from '../composer/pending.ts';
import { linesOf } from './lines.ts';
import { mailDocument } from './mail-document.ts';
import { partsOf } from './Words.tsx';

let seq = 0;
const said = (facts: Partial<Message> = {}): Message => {
  seq += 1;
  return {
    id: `m${seq}`,
    seq,
    at: '2026-03-02T12:00:00Z',
    author: { kind: 'customer', id: 'c', name: 'C' },
    visibility: 'private',
    channel: 'alpha',
    content: { v: 1, kind: 'text', text: 'x' },
    clientId: null,
    ...facts,
  } as Message;
};
const kinds = (messages: Message[], readSeq = 0, pending: Pending[] = []) =>
  linesOf(messages, pending, readSeq).map((line) =>
    line.kind === 'leg' ? `leg:${line.channel}` : line.kind,
  );

describe('linesOf', () => {
  it('says where the conversation went on, also across a note that has no channel', () => {
    const note = said({ channel: null, visibility: 'internal' });
    expect(kinds([said(), note, said({ channel: 'beta' }), said({ channel: 'beta' })])).toEqual([
      'day',
      'message',
      'message',
      'leg:beta',
      'message',
      'message',
    ]);
  });
  it('says when it turns public and private again on one channel, at its very beginning too', () => {
    const open = { visibility: 'public' as const, legId: 'wall' };
    const sides = linesOf(
      [said(open), said(open), said(), said({ visibility: 'internal', channel: null })],
      [],
      0,
    );
    expect(sides.flatMap((line) => (line.kind === 'leg' ? [`${line.side} ${line.legId}`] : []))).toEqual([
      'public wall',
      'private undefined',
    ]);
    const plain = linesOf([said(), said({ channel: 'beta' })], [], 0);
    expect(plain.find((line) => line.kind === 'leg')).toMatchObject({ side: null });
  });
  it('puts one unread line before the first unread message of the customer', () => {
    const first = said();
    const own = said({ author: { kind: 'person', id: 'p', name: 'P' } });
    expect(kinds([first, own, said(), said()], first.seq)).toEqual([
      'day',
      'message',
      'message',
      'unread',
      'message',
      'message',
    ]);
  });
  it('stands one author’s messages together, not after a pause, not a note with a reply', () => {
    const compact = (messages: Message[]) =>
      linesOf(messages, [], 0).flatMap((line) => (line.kind === 'message' ? [line.compact] : []));
    expect(
      compact([
        said(),
        said(),
        said({ at: '2026-03-02T12:30:00Z' }),
        said({ at: '2026-03-02T12:30:01Z', visibility: 'internal' }),
      ]),
    ).toEqual([false, true, false, false]);
  });
  it('shows a message on its way until it has arrived, and never both', () => {
    const pending = { clientId: 'n1' } as Pending;
    expect(kinds([said()], 0, [pending])).toEqual(['day', 'message', 'pending']);
    expect(kinds([said({ clientId: 'n1' })], 0, [pending])).toEqual(['day', 'message']);
  });
});

describe('words and letters', () => {
  it('links addresses without the closing mark, and nothing but http', () => {
    expect(
      partsOf('veja https://a.example/x?y=1. javascript:alert(1) (http://b.example)').flatMap(
        (part) => part.href ?? [],
      ),
    ).toEqual(['https://a.example/x?y=1', 'http://b.example']);
  });
  it('puts the text together again unchanged', () => {
    const text = 'a https://a.example b\nhttps://c.example';
    expect(
      partsOf(text)
        .map((part) => part.text)
        .join(''),
    ).toBe(text);
  });
  it('lets a letter load nothing until asked', () => {
    const policy = /Content-Security-Policy" content="([^"]+)"/;
    expect(policy.exec(mailDocument('<p>x</p>', false, 'https://desk.example'))?.[1]).toContain(
      'img-src data: https://desk.example;',
    );
    expect(policy.exec(mailDocument('', true, 'https://desk.example'))?.[1]).toContain('img-src https:');
    expect(mailDocument('', true, 'https://desk.example')).toContain("default-src 'none'");
  });
});
