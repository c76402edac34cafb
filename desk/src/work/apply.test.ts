import type { WorkItem } from '@meada/contract/routes/routing';
import { expect, it } from 'vitest';
import { inOrder, withoutAsking, withoutWork, withWork } from './apply.ts';
import type { MyWork } from './queries.ts';

const item = (id: string, over: Partial<WorkItem> = {}): WorkItem => ({
  ...{ id, kind: 'conversation', class: 'deferred', channel: 'mail', queueId: 'q', state: 'active' },
  ...{ agentId: 'me', since: null, until: null, arrivedAt: '2026-03-02T12:00:00Z' },
  ...{
    waitingSince: '2026-03-02T12:00:00Z',
    deadline: null,
    priority: 0,
    weight: 1,
    attempts: 0,
    preferredId: null,
  },
  ...{ escalatedAt: null, conversation: null, task: null, leftDraft: null, handOver: null },
  ...over,
});
const ids = (work: MyWork) => work.items.map(({ id }) => id);
const work: MyWork = { agent: null, items: [item('a'), item('b', { state: 'paused' })] };

it('what is offered stands first, then who is on the line, then what goes on, then what is paused', () => {
  const list = [
    item('paused', { state: 'paused' }),
    item('mail'),
    item('chat', { class: 'real_time' }),
    item('offer', { state: 'offered' }),
  ];
  expect(inOrder(list).map(({ id }) => id)).toEqual(['offer', 'chat', 'mail', 'paused']);
});

it('an item that comes to another agent, or waits again, is mine no more', () => {
  expect(ids(withWork(work, item('a', { agentId: 'you' }), 'me'))).toEqual(['b']);
  expect(ids(withWork(work, item('a', { agentId: null, state: 'waiting' }), 'me'))).toEqual(['b']);
  expect(withWork(work, item('z', { agentId: 'you' }), 'me')).toBe(work);
  expect(ids(withoutWork(work, 'b'))).toEqual(['a']);
});

it('a later frame does not take away what was left half-written', () => {
  const leftDraft = {
    personId: 'x',
    text: 'Olá',
    html: null,
    legId: null,
    internal: false,
    at: '2026-03-02T12:00:00Z',
  };
  const first = withWork(work, item('a', { leftDraft }), 'me');
  expect(
    withWork(first, item('a', { state: 'paused' }), 'me').items.find(({ id }) => id === 'a')?.leftDraft?.text,
  ).toBe('Olá');
});

it('what was asked ends: the offer goes, the work it was about stays without it', () => {
  const handOver = { id: 'h' } as NonNullable<WorkItem['handOver']>;
  const asked = {
    ...work,
    items: [item('a', { handOver }), item('h', { kind: 'hand_over', handOver }), item('b')],
  };
  const after = withoutAsking(asked, 'h');
  expect(ids(after)).toEqual(['a', 'b']);
  expect(after.items[0]?.handOver).toBeNull();
});
