import { expect, it } from 'vitest';
import type { Decision, Standing } from '../engine/types.ts';
import { type ItemRow, noHandOver, standingColumns } from '../rows/item.ts';
import { type Change, fitting, quickerIn } from './fitting.ts';

const at = new Date(0);
const row = (id: string, standing: Standing, version = 1): ItemRow =>
  ({
    ...{ id, kind: 'conversation', class: 'real_time', weight: 1, conversation_id: null, version, tried: [] },
    ...{ ...standingColumns(standing), waiting_since: at, ...noHandOver },
  }) as unknown as ItemRow;
const change = (known: ItemRow, standing: Standing, decision: object): Change =>
  ({ known, item: { standing }, queue: {}, decisions: [decision as Decision] }) as unknown as Change;

const toAna: Standing = { state: 'offered', agent: 'ana', until: 1 };
const waiting: Standing = { state: 'waiting' };

it('who answered an offer that seemed to have passed keeps their other offers, and the places these take', () => {
  const known = { passed: row('w1', toAna), beside: row('w2', toAna), next: row('w3', waiting) };
  const changes = [
    change(known.passed, waiting, { type: 'return', why: 'timed_out', agent: 'ana' }),
    change(known.beside, waiting, { type: 'return', why: 'agent_away', agent: 'ana' }),
    change(known.next, toAna, { type: 'offer', agent: 'ana' }),
  ];
  const accepted = row('w1', { state: 'active', agent: 'ana', since: 0 }, 2);
  const rows = new Map([accepted, known.beside, known.next].map((one) => [one.id, one]));
  const agents = new Map([['ana', { person_id: 'ana', capacity: { real_time: 2, deferred: 0 } }]]) as never;
  const loads = new Map([['ana', { real_time: 2, deferred: 0 }]]);
  expect([...quickerIn(changes, rows)]).toEqual(['ana']);
  expect(fitting(changes, { rows, agents, loads, stray: new Set() })).toEqual([]);
  // Had they not answered, the places would be free.
  const before = new Map([known.passed, known.beside, known.next].map((one) => [one.id, one]));
  const fresh = new Map([['ana', { real_time: 2, deferred: 0 }]]);
  expect(fitting(changes, { rows: before, agents, loads: fresh, stray: new Set() })).toHaveLength(3);
});
