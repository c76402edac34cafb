import type { AgreementConditions } from '@meada/contract/routes/agreements';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BusinessHours } from '../hours/index.ts';
import { agreementFor, type Happened, nearest, nothingCounted, owedBy, replayed } from './rules.ts';

const minute = 60_000;
const any: AgreementConditions = { queueIds: [], inboxIds: [], priorities: [], segmentIds: [], labelIds: [] };
const facts = {
  ...{ queueId: 'q', inboxId: 'i', priority: 'high' },
  ...{ segmentIds: ['s', 't'], labelIds: ['l'] },
};

it.each([
  [{}, true],
  [{ queueIds: ['q', 'x'] }, true],
  [{ queueIds: ['x'] }, false],
  [{ inboxIds: ['i'], priorities: ['high'] }, true],
  [{ inboxIds: ['i'], priorities: ['low'] }, false],
  [{ segmentIds: ['t'] }, true],
  [{ segmentIds: ['t'], labelIds: ['m'] }, false],
  [{ labelIds: ['l', 'm'] }, true],
])('conditions %j: %s', (some, yes) => {
  const one = { conditions: { ...any, ...some } as AgreementConditions };
  expect(agreementFor([one], facts)).toBe(yes ? one : null);
});

it('the first that fits counts', () => {
  const list = [{ ...any, priorities: ['low' as const] }, { ...any, labelIds: ['l'] }, any];
  const inOrder = list.map((conditions) => ({ conditions }));
  expect(agreementFor(inOrder, facts)).toBe(inOrder[1]);
  expect(agreementFor(inOrder, { ...facts, queueId: null, labelIds: [] })).toBe(inOrder[2]);
});

const always: BusinessHours = { timeZone: 'UTC', week: [], holidays: 'none', own: [], exceptions: [] };
const terms = {
  targets: { first_answer: 10 * minute, next_answer: 20 * minute, resolution: 600 * minute },
  warnBefore: 3 * minute,
};
const history = (text: string): Happened[] =>
  text.split(' ').map((word, place) => {
    const [type, at] = word.split('@');
    const happened = type as Happened['type'];
    return { type: happened, at: Number(at) * minute, seq: place + 1, personId: `p${place}` };
  });

describe('what a history leaves', () => {
  it('the first answer is owed from the first words', () => {
    const { counted, ended } = replayed(nothingCounted(), history('wrote@5 wrote@6'), always);
    const open = owedBy(counted, terms, always);
    expect(open.map(({ what, dueAt }) => [what, (dueAt ?? 0) / minute])).toEqual([
      ['first_answer', 15],
      ['resolution', 605],
    ]);
    expect(nearest(open)).toMatchObject({ what: 'first_answer', warnAt: 12 * minute });
    expect(ended).toEqual([]);
  });

  it('each promise ends once, by whoever ended it; a reopened resolution goes on', () => {
    const text = 'wrote@0 answered@4 wrote@10 wrote@11 answered@40 resolved@50 reopened@60';
    const { counted, ended } = replayed(nothingCounted(), history(text), always);
    expect(ended.map(({ what, spent, personId }) => [what, spent / minute, personId])).toEqual([
      ['first_answer', 4, 'p1'],
      ['next_answer', 30, 'p4'],
    ]);
    expect(owedBy(counted, terms, always)).toMatchObject([
      { what: 'resolution', startedAt: 0, dueAt: 610 * minute },
    ]);
  });

  it('nothing runs while we wait for the customer', () => {
    const { counted } = replayed(nothingCounted(), history('wrote@0 waits@4'), always);
    const open = owedBy(counted, terms, always);
    expect(open.map(({ dueAt }) => dueAt)).toEqual([null, null]);
    expect(nearest(open)).toBeNull();
  });

  it('counting on is the same as counting all', () => {
    const word = fc.record({
      type: fc.constantFrom<Happened['type']>(
        'wrote',
        'answered',
        'waits',
        'goes_on',
        'resolved',
        'reopened',
      ),
      gap: fc.integer({ min: 1, max: 500 }),
    });
    fc.assert(
      fc.property(fc.array(word, { maxLength: 30 }), fc.nat(), (words, cut) => {
        let at = 0;
        const all = words.map(({ type, gap }, place) => {
          at += gap * minute;
          return { type, at, seq: place + 1, personId: null };
        });
        const half = all.length === 0 ? 0 : cut % all.length;
        const first = replayed(nothingCounted(), all.slice(0, half), always);
        // As it comes back from the database.
        const kept = JSON.parse(JSON.stringify(first.counted));
        const second = replayed(kept, all.slice(half), always);
        const whole = replayed(nothingCounted(), all, always);
        expect(owedBy(second.counted, terms, always)).toEqual(owedBy(whole.counted, terms, always));
        const reopened = new Set(owedBy(second.counted, terms, always).map((one) => one.startedAt));
        const firstKept = first.ended.filter(
          (one) =>
            !(
              one.what === 'resolution' &&
              (reopened.has(one.startedAt) ||
                second.ended.some((other) => other.what === one.what && other.startedAt === one.startedAt))
            ),
        );
        expect([...firstKept, ...second.ended].length).toBe(whole.ended.length);
      }),
    );
  });
});
