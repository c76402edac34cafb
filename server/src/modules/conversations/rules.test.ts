import type { DispatchState } from '@meada/contract/channels';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cpuMs } from '../../kernel/testing/cpu.ts';
import {
  type Candidate,
  chooseConversation,
  dispatchMoves,
  type JoinInput,
  retryAfter,
  subjectKey,
} from './rules.ts';

const now = new Date('2026-11-22T12:00:00Z');
const hoursAgo = (hours: number): Date => new Date(now.getTime() - hours * 3_600_000);
const candidate = (given: Partial<Candidate> = {}): Candidate => ({
  id: 'own',
  status: 'open',
  resolvedAt: null,
  activeAt: hoursAgo(1),
  legHere: false,
  subject: null,
  ...given,
});
const input = (given: Partial<JoinInput> = {}): JoinInput => ({
  now,
  token: null,
  thread: null,
  reference: null,
  own: [],
  reopenHours: 72,
  ownSubject: null,
  ...given,
});

describe('which conversation a message joins', () => {
  const resolved = candidate({ status: 'resolved', resolvedAt: hoursAgo(10) });
  const cases: [string, JoinInput, { id: string | null; reason: string }][] = [
    ['nothing fits', input(), { id: null, reason: 'new_conversation' }],
    [
      'a token wins over all',
      input({ token: { id: 't', reason: 'token' }, reference: 'r', thread: 'g', own: [candidate()] }),
      { id: 't', reason: 'token' },
    ],
    ['a code is said to be one', input({ token: { id: 't', reason: 'code' } }), { id: 't', reason: 'code' }],
    [
      'a reference wins over a thread',
      input({ reference: 'r', thread: 'g', own: [candidate()] }),
      { id: 'r', reason: 'reply_reference' },
    ],
    [
      'a thread wins over the own open one',
      input({ thread: 'g', own: [candidate()] }),
      { id: 'g', reason: 'platform_thread' },
    ],
    [
      'the open one, on another channel too',
      input({ own: [candidate()] }),
      { id: 'own', reason: 'open_conversation' },
    ],
    [
      'of several open the one with a leg here',
      input({ own: [candidate({ id: 'newer' }), candidate({ id: 'here', legHere: true })] }),
      { id: 'here', reason: 'open_conversation' },
    ],
    [
      'open before resolved',
      input({ own: [resolved, candidate({ id: 'open' })] }),
      { id: 'open', reason: 'open_conversation' },
    ],
    ['resolved within the window', input({ own: [resolved] }), { id: 'own', reason: 'reopening_window' }],
    [
      'resolved at the very edge is over',
      input({ own: [candidate({ status: 'resolved', resolvedAt: hoursAgo(72) })] }),
      { id: null, reason: 'new_conversation' },
    ],
    [
      'no window, no reopening',
      input({ own: [resolved], reopenHours: 0 }),
      { id: null, reason: 'new_conversation' },
    ],
    [
      'a mail about something else is another matter',
      input({ own: [candidate({ subject: 'fatura' })], ownSubject: 'troca' }),
      { id: null, reason: 'new_conversation' },
    ],
    [
      'a mail into an open chat joins it',
      input({ own: [candidate()], ownSubject: 'troca' }),
      { id: 'own', reason: 'open_conversation' },
    ],
    [
      'the same subject joins',
      input({ own: [candidate({ subject: 'troca' })], ownSubject: 'troca' }),
      { id: 'own', reason: 'open_conversation' },
    ],
  ];
  it.each(cases)('%s', (_name, given, expected) => {
    expect(chooseConversation(given)).toEqual(expected);
  });

  it('never answers a conversation that was not handed in', () => {
    const anyCandidate = fc.record({
      id: fc.uuid(),
      status: fc.constantFrom('open', 'pending', 'snoozed', 'resolved'),
      resolvedAt: fc.option(fc.date({ noInvalidDate: true })),
      activeAt: fc.date({ noInvalidDate: true }),
      legHere: fc.boolean(),
      subject: fc.option(fc.string()),
    }) as fc.Arbitrary<Candidate>;
    fc.assert(
      fc.property(
        fc.array(anyCandidate),
        fc.option(fc.string()),
        fc.nat(1000),
        (own, ownSubject, reopenHours) => {
          const decision = chooseConversation(input({ own, ownSubject, reopenHours }));
          const known = own.find((item) => item.id === decision.id);
          expect(decision.id === null || known !== undefined).toBe(true);
          if (decision.reason === 'open_conversation') expect(known?.status).not.toBe('resolved');
        },
      ),
    );
  });
});

describe('subjects', () => {
  it.each([
    ['Re: RES: Enc: Pedido  1042', 'pedido 1042'],
    ['AW: Re[2]: Pedido 1042', 'pedido 1042'],
    ['Reunião', 'reunião'],
    ['Re:', null],
    ['', null],
    [null, null],
  ])('%s', (subject, key) => expect(subjectKey(subject)).toBe(key));

  it('is quick on a hostile subject', () => {
    const started = cpuMs();
    subjectKey('Re: '.repeat(200_000));
    expect(cpuMs() - started).toBeLessThan(200);
  });
});

describe('states of a dispatch', () => {
  const states: DispatchState[] = ['queued', 'sending', 'sent', 'delivered', 'read', 'failed', 'unknown'];
  it('D21: in whatever order statuses come, what is read stays read and nothing goes back', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...states)), (arriving) => {
        let state: DispatchState = 'sent';
        for (const next of arriving) if (dispatchMoves(state, next)) state = next;
        if (arriving.includes('read') && !arriving.slice(0, arriving.indexOf('read')).includes('failed'))
          expect(state).toBe('read');
        expect(['queued', 'sending', 'unknown']).not.toContain(state);
      }),
    );
  });
  it('a failure does not undo a delivery', () => {
    expect(dispatchMoves('delivered', 'failed')).toBe(false);
    expect(dispatchMoves('sent', 'failed')).toBe(true);
  });
});

it('pauses between attempts grow and end at half an hour, and keep to what the platform asks', () => {
  expect([1, 2, 3, 20].map((attempts) => retryAfter(attempts))).toEqual([2, 8, 32, 1800]);
  expect(retryAfter(1, 60)).toBe(60);
});
