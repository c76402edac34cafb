import type { DutyState } from '@meada/contract/public';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cpuMs } from '../../../kernel/testing/cpu.ts';
import { loudnessOf } from '../loudness/loudness.ts';
import { type DutyEvent, dutyAfter, isEnded } from './rules.ts';

const after = (...events: DutyEvent[]): DutyState => events.reduce(dutyAfter, 'open');
const said: DutyEvent = { kind: 'said' };
const answered: DutyEvent = { kind: 'answered', resolved: false };
const solved = (privately: boolean): DutyEvent => ({ kind: 'resolved', privately });
const waived: DutyEvent = { kind: 'waived', reason: 'spam' };

test.each<[DutyState, DutyEvent[]]>([
  ['answered', [answered]],
  ['published', [answered, solved(false)]],
  ['to_publish', [answered, solved(true)]],
  ['to_publish', [solved(true)]],
  ['to_publish', [solved(false)]],
  ['published', [answered, solved(true), answered]],
  ['published', [solved(true), { kind: 'answered', resolved: true }]],
  ['open', [answered, said]],
  ['open', [solved(true), said]],
  ['waived', [answered, waived]],
])('a duty is %s after what happened', (state, events) => {
  expect(after(...events)).toBe(state);
});

const anyEvent = fc.oneof<fc.Arbitrary<DutyEvent>[]>(
  fc.constant(said),
  fc.boolean().map((resolved): DutyEvent => ({ kind: 'answered', resolved })),
  fc.boolean().map(solved),
);

test('without a public answer or a reason no duty ever ends, and what has ended stays', () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 20 }), anyEvent, (events, next) => {
      const state = after(...events);
      if (isEnded(state)) {
        expect(events.some((event) => event.kind === 'answered')).toBe(true);
        expect(dutyAfter(state, next)).toBe(state);
      }
    }),
  );
});

const text = (words: string) => ({ content: { v: 1 as const, kind: 'text' as const, text: words } });

test('loudness has reasons that add up, and never passes 100', () => {
  const loud = loudnessOf({
    ...text('ABSURDO!!! Vou no Procon e falo com meu advogado'),
    public: { kind: 'complaint', rating: 0, reach: 1_000_000 },
  });
  expect(loud.points).toBe(100);
  expect(loud.reasons.map((reason) => reason.code)).toEqual([
    'public',
    'complaint',
    'low_rating',
    'reach',
    'legal',
    'anger',
    'shouting',
  ]);
  expect(loud.reasons.find((reason) => reason.code === 'legal')?.detail).toBe('procon, advogado');
});

test('an ordinary question is not loud, praise in public only for being public', () => {
  expect(loudnessOf(text('Bom dia, vocês têm este modelo em azul? Obrigada!'))).toEqual({
    points: 0,
    reasons: [],
  });
  expect(loudnessOf({ ...text('Amei!'), public: { kind: 'review', rating: 1 } }).points).toBe(15);
});

test('reading long or hostile words takes no time', () => {
  const started = cpuMs();
  loudnessOf(text(`${'processo a '.repeat(5000)}${'!'.repeat(50_000)}`));
  expect(cpuMs() - started).toBeLessThan(200);
});
