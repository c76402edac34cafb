import type { ChatConversation, ChatMessage } from '@meada/contract/routes/chat';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Unsent } from './outbox.ts';
import {
  chosenIn,
  emptyThread,
  lastSeqOf,
  rowsOf,
  unreadOf,
  withConversation,
  withMessages,
  withWait,
} from './thread.ts';

const message = (seq: number, changes: Partial<ChatMessage> = {}): ChatMessage => ({
  id: `id-${seq}`,
  seq,
  at: new Date(Date.UTC(2026, 2, 2, 12, seq)).toISOString(),
  author: { kind: 'person', name: 'Bia', self: false },
  channel: 'web',
  content: { v: 1, kind: 'text', text: `m${seq}` },
  attachments: [],
  replyTo: null,
  reactions: [],
  editedAt: null,
  deletedAt: null,
  state: null,
  clientId: null,
  ...changes,
});
const self = { kind: 'customer' as const, name: null, self: true };
const unsent = (clientId: string, changes: Partial<Unsent> = {}): Unsent => ({
  clientId,
  at: 1,
  text: clientId,
  files: [],
  state: 'waiting',
  ...changes,
});
const conversation = (id: string): ChatConversation => ({
  id,
  protocol: `P-${id}`,
  resolved: false,
  sac: false,
  agentName: null,
  lastSeq: 1,
  firmReadSeq: 0,
  wait: null,
  elsewhere: null,
});

describe('thread', () => {
  it('takes what is told to who waits, and nothing that is older or about another talk', () => {
    const at = (second: number) => new Date(Date.UTC(2026, 2, 2, 12, 0, second)).toISOString();
    const wait = {
      ...{ at: at(10), position: 3, low: 4, high: 7, late: false, nobody: false, opensAt: null },
      ...{ offersCall: true, places: [], kept: null, call: null },
    };
    const thread = { ...emptyThread, conversation: { ...conversation('a'), wait } };
    const next = withWait(thread, 'a', { at: at(20), position: 2 });
    expect(next.conversation?.wait).toMatchObject({ position: 2, low: 4, offersCall: true });
    expect(withWait(next, 'a', { at: at(15), position: 3 })).toBe(next);
    expect(withWait(next, 'b', { at: at(30), position: 1 })).toBe(next);
    const begun = { ...thread, conversation: conversation('a') };
    expect(withWait(begun, 'a', { at: at(40), position: 1 })).toBe(begun);
  });

  it('is the same in whatever order and however often messages come', () => {
    const all = [1, 2, 3, 4, 5, 6].map((seq) => message(seq));
    const arrivals = fc.array(fc.constantFrom(...all), { maxLength: 20 });
    const property = fc.property(arrivals, (some) => {
      const seen = [...some, ...all].reduce((thread, one) => withMessages(thread, [one]), emptyThread);
      expect(seen.messages).toEqual(all);
    });
    fc.assert(property);
  });

  it('replaces an edited message in its place', () => {
    const thread = withMessages(emptyThread, [message(1), message(2)]);
    const edited = message(1, { editedAt: '2026-03-02T13:00:00Z' });
    expect(withMessages(thread, [edited]).messages).toEqual([edited, message(2)]);
  });

  it('puts a conversation aside when another begins, and only then', () => {
    const first = withMessages(withConversation(emptyThread, conversation('a')), [message(1)]);
    expect(withConversation(first, { ...conversation('a'), resolved: true }).messages).toHaveLength(1);
    const second = withConversation(first, conversation('b'));
    expect(second.messages).toEqual([]);
    expect(second.earlier.map((one) => one.protocol)).toEqual(['P-a']);
  });

  it('counts as unread what others wrote after the mark', () => {
    const system = message(4, { content: { v: 1, kind: 'system', code: 'resolved', values: {} } });
    expect(unreadOf([message(1), message(2), message(3, { author: self }), system], 1)).toBe(1);
    expect(lastSeqOf([])).toBe(0);
  });
});

describe('rows', () => {
  it('divides days and groups authors', () => {
    const rows = rowsOf([message(1), message(2), message(3, { at: '2026-03-05T12:00:00Z' })], []);
    expect(rows.map((row) => (row.kind === 'message' ? row.first : row.kind))).toEqual([
      'day',
      true,
      false,
      'day',
      true,
    ]);
  });

  it('shows an own message once: its copy takes the place and the key of the one in the outbox', () => {
    const waiting = rowsOf([message(1)], [unsent('c1'), unsent('c2')]);
    expect(waiting.slice(-2).map((row) => [row.kind, row.key])).toEqual([
      ['unsent', 'c1'],
      ['unsent', 'c2'],
    ]);
    const arrived = rowsOf(
      [message(1), message(2, { author: self, clientId: 'c1' })],
      [unsent('c1'), unsent('c2')],
    );
    expect(arrived.slice(-2).map((row) => [row.kind, row.key])).toEqual([
      ['message', 'c1'],
      ['unsent', 'c2'],
    ]);
  });
});

describe('buttons', () => {
  const asked = message(1, {
    content: {
      v: 1,
      kind: 'buttons',
      text: '?',
      buttons: [
        { id: 'a', title: 'A' },
        { id: 'b', title: 'B' },
      ],
    },
  });
  const answer = (seq: number, id: string, replyTo: ChatMessage['replyTo'] = null) =>
    message(seq, { author: self, replyTo, content: { v: 1, kind: 'button_reply', id, text: id } });
  it('know which was pressed, from the thread or from the outbox', () => {
    expect(chosenIn(asked, [asked], [])).toBeNull();
    expect(chosenIn(asked, [asked, answer(2, 'b')], [])).toBe('b');
    expect(chosenIn(asked, [asked, answer(2, 'x')], [])).toBeNull();
    expect(chosenIn(asked, [asked, answer(3, 'b', { seq: 2, text: '' })], [])).toBeNull();
    const pressed = unsent('c', { replyTo: { seq: 1, text: '' }, pressed: { id: 'a', title: 'A' } });
    expect(chosenIn(asked, [asked], [pressed])).toBe('a');
  });
});
