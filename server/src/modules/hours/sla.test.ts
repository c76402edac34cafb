import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BusinessHours,
  businessTimeBetween,
  type Clock,
  clocksAfter,
  deadlineOf,
  newClocks,
  type SlaEvent,
  spentBy,
} from './index.ts';

const minute = 60_000;
const hours: BusinessHours = {
  timeZone: 'America/Sao_Paulo',
  week: [1, 2, 3, 4, 5].flatMap((day) => [
    { day, from: '09:00', to: '12:00' },
    { day, from: '13:00', to: '18:00' },
  ]),
  holidays: 'national',
  own: [],
  exceptions: [],
};

/** `23T09:30` of November 2026 in São Paulo. */
const at = (text: string): number => Date.parse(`2026-11-${text}-03:00`);
const played = (...events: [SlaEvent['type'], string][]) =>
  events.reduce((clocks, [type, text]) => clocksAfter(clocks, { type, at: at(text) }, hours), newClocks());
const due = (clock: Clock, minutes: number): string | null => {
  const when = deadlineOf(clock, hours, minutes * minute);
  return when === null ? null : new Date(when - 180 * minute).toISOString().slice(8, 16);
};

/** What happened, and when the first answer (60 min), the next (30 min) and the resolution (8 h) are due. */
describe('deadlines of a conversation', () => {
  it.each<[string, [SlaEvent['type'], string][], (string | null)[]]>([
    ['a question', [['wrote', '23T09:30']], ['23T10:30', null, '24T09:30']],
    ['just before the lunch break', [['wrote', '23T11:45']], ['23T13:45', null, '24T11:45']],
    ['in the evening', [['wrote', '23T22:00']], ['24T10:00', null, '24T18:00']],
    ['before a holiday and a week-end', [['wrote', '19T17:30']], ['23T09:30', null, '23T17:30']],
    [
      'asked again meanwhile',
      [
        ['wrote', '23T09:30'],
        ['wrote', '23T10:00'],
      ],
      ['23T10:30', null, '24T09:30'],
    ],
    [
      'answered',
      [
        ['wrote', '23T09:30'],
        ['answered', '23T10:00'],
      ],
      [null, null, '24T09:30'],
    ],
    [
      'answered and asked again',
      [
        ['wrote', '23T09:30'],
        ['answered', '23T10:00'],
        ['wrote', '23T11:45'],
      ],
      [null, '23T13:15', '24T09:30'],
    ],
    [
      'asked three times since the answer: the first counts',
      [
        ['wrote', '23T09:30'],
        ['answered', '23T10:00'],
        ['wrote', '23T14:00'],
        ['wrote', '23T14:20'],
      ],
      [null, '23T14:30', '24T09:30'],
    ],
    [
      'waiting for the customer',
      [
        ['wrote', '23T09:30'],
        ['answered', '23T10:00'],
        ['waits', '23T10:00'],
      ],
      [null, null, null],
    ],
    [
      'the customer answers a day later: the day does not count',
      [
        ['wrote', '23T09:30'],
        ['answered', '23T10:00'],
        ['waits', '23T10:00'],
        ['wrote', '24T10:00'],
      ],
      [null, '24T10:30', '25T09:30'],
    ],
    [
      'snoozed before the first answer',
      [
        ['wrote', '23T09:30'],
        ['waits', '23T10:00'],
        ['goes_on', '23T15:00'],
      ],
      ['23T15:30', null, '24T14:30'],
    ],
    [
      'the wait begins and ends out of hours',
      [
        ['wrote', '23T17:00'],
        ['waits', '23T20:00'],
        ['goes_on', '24T07:00'],
      ],
      ['24T07:00', null, '24T17:00'],
    ],
    [
      'resolved',
      [
        ['wrote', '23T09:30'],
        ['answered', '23T10:00'],
        ['resolved', '23T11:00'],
      ],
      [null, null, null],
    ],
    [
      'reopened by the customer the next day',
      [
        ['wrote', '23T09:30'],
        ['answered', '23T10:00'],
        ['resolved', '23T11:00'],
        ['wrote', '24T09:00'],
      ],
      [null, '24T09:30', '24T16:30'],
    ],
    [
      'reopened by a person',
      [
        ['wrote', '23T09:30'],
        ['answered', '23T10:00'],
        ['resolved', '23T11:00'],
        ['reopened', '24T09:00'],
      ],
      [null, null, '24T16:30'],
    ],
    ['we wrote first', [['answered', '23T09:00']], [null, null, '23T18:00']],
    [
      'we wrote first, they answered',
      [
        ['answered', '23T09:00'],
        ['wrote', '23T10:00'],
      ],
      [null, '23T10:30', '23T18:00'],
    ],
    [
      'paused twice',
      [
        ['wrote', '23T09:00'],
        ['waits', '23T10:00'],
        ['waits', '23T10:30'],
        ['goes_on', '23T11:00'],
      ],
      ['23T11:00', null, '24T10:00'],
    ],
    [
      'an event that comes late counts as now',
      [
        ['wrote', '23T10:00'],
        ['answered', '23T09:00'],
      ],
      [null, null, '24T10:00'],
    ],
  ])('%s', (_name, events, [first, next, resolution]) => {
    const clocks = played(...events);
    expect([due(clocks.first_answer, 60), due(clocks.next_answer, 30), due(clocks.resolution, 480)]).toEqual([
      first,
      next,
      resolution,
    ]);
  });

  it('a missed one says since when; a warning is the deadline of a smaller target', () => {
    const clocks = played(['wrote', '23T09:00'], ['waits', '23T11:00'], ['goes_on', '23T14:00']);
    expect(due(clocks.first_answer, 60)).toBe('23T14:00');
    expect(due(clocks.resolution, 0.8 * 480)).toBe('24T09:24');
    expect(spentBy(clocks.first_answer, hours, at('23T15:00'))).toBe(180 * minute);
  });
});

const types = ['wrote', 'answered', 'waits', 'goes_on', 'resolved', 'reopened'] as const;
const histories = fc.array(
  fc.record({ type: fc.constantFrom(...types), after: fc.integer({ min: -30, max: 900 }) }),
  { maxLength: 30 },
);

it('a clock has run exactly while it was running, and meets its deadline exactly', () => {
  fc.assert(
    fc.property(histories, fc.integer({ min: 1, max: 3000 }), (history, target) => {
      let now = at('19T08:00');
      let clocks = newClocks();
      const ran = { first_answer: 0, next_answer: 0, resolution: 0 };
      for (const { type, after } of history) {
        const then = Math.max(now, now + after * minute);
        for (const name of ['first_answer', 'resolution'] as const) {
          if (clocks[name].state === 'running') ran[name] += businessTimeBetween(hours, now, then);
        }
        const late = now + after * minute;
        now = then;
        clocks = clocksAfter(clocks, { type, at: late }, hours);
        const running = [clocks.first_answer, clocks.next_answer, clocks.resolution].filter(
          ({ state }) => state === 'running',
        );
        if (clocks.onCustomer) expect(running).toEqual([]);
      }
      for (const name of ['first_answer', 'resolution'] as const) {
        expect(spentBy(clocks[name], hours, now)).toBe(ran[name]);
        const deadline = deadlineOf(clocks[name], hours, target * minute);
        if (deadline === null) expect(clocks[name].state).not.toBe('running');
        else if (deadline > now) expect(spentBy(clocks[name], hours, deadline)).toBe(target * minute);
        else expect(ran[name]).toBeGreaterThanOrEqual(target * minute);
      }
    }),
    { numRuns: 150 },
  );
});
