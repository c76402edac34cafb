import type { Task } from '@meada/contract/routes/tasks';
import { describe, expect, it } from 'vitest';
import { choiceOf, handingOf, type To, toOf } from './transfer.ts';

const reader = { meId: 'me', managesWork: false, agentIds: ['ana', 'me'] };
const task = (personIds: string[], work: Partial<NonNullable<Task['work']>> | null = null) =>
  ({ id: 't', personIds, work: work && { id: 'w', queueId: 'q', agentId: null, ...work } }) as Task;
const ana: To = { kind: 'person', id: 'ana' };
const bia: To = { kind: 'person', id: 'bia' };

describe('a task that is handed on', () => {
  it('takes the reader’s place, and only theirs, where they are named', () => {
    expect(handingOf(task(['me', 'caio']), ana, reader)).toEqual({
      how: 'named',
      body: { personIds: ['caio', 'ana'] },
    });
    expect(handingOf(task(['caio']), ana, reader)).toEqual({ how: 'named', body: { personIds: ['ana'] } });
    expect(handingOf(task(['me', 'ana']), ana, reader)).toEqual({
      how: 'named',
      body: { personIds: ['ana'] },
    });
  });
  it('goes to a queue or a team without who had it', () => {
    expect(handingOf(task(['me']), { kind: 'queue', id: 'q2' }, reader)).toEqual({
      how: 'named',
      body: { personIds: [], queueId: 'q2' },
    });
    expect(handingOf(task(['me'], { state: 'waiting' }), { kind: 'team', id: 'x' }, reader)).toEqual({
      how: 'named',
      body: { personIds: [], teamId: 'x', queueId: null },
    });
  });
  it('goes to an agent as work while somebody has it from a queue', () => {
    const mine = task([], { state: 'active', agentId: 'me' });
    expect(handingOf(mine, ana, reader)).toEqual({ how: 'work', itemId: 'w', body: { agentId: 'ana' } });
    const theirs = task([], { state: 'active', agentId: 'caio' });
    expect(handingOf(theirs, ana, reader).how).toBe('named');
    expect(handingOf(theirs, ana, { ...reader, managesWork: true }).how).toBe('work');
  });
  it('leaves the queue for who is no agent, and where nobody has it yet', () => {
    const out = { how: 'named', body: { personIds: ['bia'], queueId: null } };
    expect(handingOf(task([], { state: 'active', agentId: 'me' }), bia, reader)).toEqual(out);
    expect(handingOf(task([], { state: 'waiting' }), bia, reader)).toEqual(out);
    expect(handingOf(task([], { state: 'offered', agentId: 'ana' }), bia, reader)).toEqual(out);
  });
});

it('the value of a choice is read back', () => {
  for (const to of [ana, { kind: 'queue', id: 'q' }, { kind: 'team', id: 'x' }] as const)
    expect(toOf(choiceOf(to))).toEqual(to);
});
