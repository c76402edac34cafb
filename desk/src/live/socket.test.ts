import type { Message } from '@meada/contract/routes/conversations';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isNew, markOf } from './socket.ts';
import { isOlder, leavesHole, type Thread, withMessages } from './thread.ts';

const message = (seq: number, text = '') =>
  ({ id: `m${seq}`, seq, content: { v: 1, kind: 'text', text } }) as unknown as Message;
const thread = (seqs: number[], hasMore = false): Thread => ({
  items: seqs.map((seq) => message(seq)),
  hasMore,
});

describe('frames', () => {
  it('hands a cursor on once, and does not remember for ever', () => {
    const seen = new Set<string>();
    expect([isNew(seen, 'a'), isNew(seen, 'b'), isNew(seen, 'a')]).toEqual([true, true, false]);
    for (let n = 0; n < 5000; n += 1) isNew(seen, String(n));
    expect(seen.size).toBeLessThanOrEqual(1001);
    expect(isNew(seen, '4999')).toBe(false);
  });
  it('takes every frame of one commit, each once', () => {
    const seen = new Set<string>();
    const frame = (topic: string, name: string, id: string) =>
      markOf({ t: 'event', cursor: 'c.1', topic, name, data: { id } } as unknown as Parameters<
        typeof markOf
      >[0]);
    const commit = [
      frame('desk', 'conversation', 'a'),
      frame('desk', 'conversation', 'b'),
      frame('conversation:a', 'message', 'm'),
    ];
    expect([...commit, ...commit].map((mark) => isNew(seen, mark))).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('thread', () => {
  it('has each message once, in order, the newest copy, however they come', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 })), (seqs) => {
        const joined = seqs.reduce(
          (now, seq, index) => withMessages(now, [message(seq, String(index))]),
          thread([]),
        );
        const got = joined.items.map((one) => one.seq);
        expect(got).toEqual([...new Set(seqs)].sort((one, other) => one - other));
        for (const one of joined.items) {
          expect((one.content as { text: string }).text).toBe(String(seqs.lastIndexOf(one.seq)));
        }
      }),
    );
  });
  it('notices a hole behind the last one, and an old one before the loaded part', () => {
    expect(leavesHole(thread([4, 5]), message(7))).toBe(true);
    expect(leavesHole(thread([4, 5]), message(6))).toBe(false);
    expect(leavesHole(thread([4, 5]), message(5))).toBe(false);
    expect(leavesHole(thread([]), message(3))).toBe(true);
    expect(isOlder(thread([4, 5], true), message(2))).toBe(true);
    expect(isOlder(thread([4, 5], false), message(2))).toBe(false);
  });
});
