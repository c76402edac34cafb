import type { Person } from '@meada/contract/routes/people';
import type { Agent, WorkItem } from '@meada/contract/routes/routing';
import { expect, it } from 'vitest';
import { hasRoom, matching, noAsking, type Target, targetsOf } from './targets.ts';

const person = (id: string, name: string) => ({ id, name, active: true }) as Person;
const agent = (personId: string, over: Partial<Agent> = {}): Agent => ({
  ...{ personId, name: personId, presence: 'available', presenceSince: '2026-03-02T12:00:00Z' },
  ...{ shift: null, shiftNow: null },
  ...{ reasonId: null, reason: null, wrapUntil: null, queueIds: [], skills: [], aptitudes: [] },
  ...{ capacity: { realTime: 1, deferred: 5 }, load: { realTime: 0, deferred: 0 } },
  ...over,
});
const item = { id: 'i', class: 'real_time', channel: 'chat', queueId: 'q2', agentId: 'me' } as WorkItem;
const people = [
  person('me', 'Eu'),
  person('a', 'Ana'),
  person('b', 'Bia'),
  person('c', 'Célia'),
  person('d', 'Davi'),
];
const agents = [
  agent('a', { presence: 'away' }),
  agent('b', { load: { realTime: 1, deferred: 0 } }),
  agent('c', { skills: [{ skillId: 's', level: 3 }] }),
];
const queues = [
  { id: 'q1', name: 'Vendas', teamId: 't' },
  { id: 'q2', name: 'Suporte', teamId: null },
];
const known = {
  ...{ item, meId: 'me', people, agents, queues, manages: false },
  teams: [
    { id: 't', name: 'Time de vendas', memberIds: [] },
    { id: 'u', name: 'Sem fila', memberIds: [] },
  ],
  skills: [{ id: 's', name: 'Inglês', agents: 1 }],
} as unknown as Parameters<typeof targetsOf>[0];

it('who has room comes first, who is no agent not at all; the own queue before others; teams only with a queue', () => {
  expect(targetsOf(known).map(({ name }) => name)).toEqual([
    'Célia',
    'Bia',
    'Ana',
    'Suporte',
    'Vendas',
    'Time de vendas',
  ]);
});

it('what is not routed is for who manages, to anybody', () => {
  expect(targetsOf({ ...known, item: null })).toEqual([]);
  const all = targetsOf({ ...known, item: null, manages: true });
  expect(all.map(({ name }) => name)).toEqual(['Bia', 'Célia', 'Ana', 'Davi', 'Time de vendas', 'Sem fila']);
});

it('room is that of the class, and of who is there', () => {
  const full = agent('b', { load: { realTime: 1, deferred: 0 } });
  expect(hasRoom(full, item)).toBe(false);
  expect(hasRoom(full, { class: 'deferred', channel: 'mail' })).toBe(true);
  expect(hasRoom(agent('b', { presence: 'away' }), item)).toBe(false);
});

it('is found by name or skill, without accents', () => {
  expect(matching(targetsOf(known), 'celia').map(({ name }) => name)).toEqual(['Célia']);
  expect(matching(targetsOf(known), 'ingles').map(({ name }) => name)).toEqual(['Célia']);
});

it('who had it before comes first when there is room; queues tell their wait; another channel stands last', () => {
  const wait = { queueId: 'q1', waiting: 3, available: 2, estimate: { lowMs: 60_000, highMs: 240_000 } };
  const targets = targetsOf({ ...known, lastAgentId: 'b', waits: [wait], channel: 'Outro canal' });
  // Bia is full: having had it before does not give her room.
  expect(targets.map(({ name }) => name).slice(0, 2)).toEqual(['Célia', 'Bia']);
  expect(targets.find(({ id }) => id === 'q1')).toMatchObject({ wait });
  expect(targets.find(({ id }) => id === 't')).toMatchObject({ wait });
  expect(targets.at(-1)).toEqual({ kind: 'channel', id: 'switch', name: 'Outro canal' });
  const free = targetsOf({ ...known, lastAgentId: 'c', agents: [...agents, agent('d')] });
  expect(free[0]).toMatchObject({ id: 'c', before: true });
});

it('only who has it asks; of who is there with room, and of queues', () => {
  const of = (id: string): Target =>
    targetsOf({ ...known, manages: true }).find((one) => one.id === id) as Target;
  expect(noAsking(of('c'), false)).toBe('notYours');
  expect([of('c'), of('b'), of('a'), of('q1'), of('t'), of('u')].map((one) => noAsking(one, true))).toEqual([
    ...[null, 'notRoom', 'notRoom', null, null, 'notAgent'],
  ]);
  expect(
    noAsking(targetsOf({ ...known, item: null, manages: true }).find(({ id }) => id === 'd') ?? null, true),
  ).toBe('notAgent');
});
