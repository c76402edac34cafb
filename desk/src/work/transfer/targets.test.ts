import type { Person } from '@meada/contract/routes/people';
import type { Agent, WorkItem } from '@meada/contract/routes/routing';
import { expect, it } from 'vitest';
import { hasRoom, matching, targetsOf } from './targets.ts';

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
