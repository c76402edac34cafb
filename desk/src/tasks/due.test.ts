import { describe, expect, it } from 'vitest';
import { dueOf, dueWords, groupOf, localOf, reminderOf, remindOf, whenOf } from './due.ts';

const now = new Date(2026, 2, 4, 10, 0).getTime();
const at = (day: number, hour = 12) => ({ dueAt: new Date(2026, 2, day, hour).toISOString() });

describe('when a task is due', () => {
  it.each([
    [at(4, 9), 'overdue'],
    [at(4, 23), 'today'],
    [at(5), 'week'],
    [at(10, 23), 'week'],
    [at(11), 'later'],
    [{ dueAt: null }, 'none'],
  ] as const)('%o stands under %s', (task, group) => expect(groupOf(task, now)).toBe(group));

  it('fields and instants are each other’s', () => {
    for (const when of [
      { day: '2026-03-05', time: '08:30' },
      { day: '2026-03-05', time: '' },
      { day: '', time: '' },
    ])
      expect(whenOf(dueOf(when))).toEqual(when);
    expect(dueOf({ day: '2026-3', time: '' })).toEqual({ dueAt: null, dueDay: false });
  });

  it('rings before, and a form shows what was chosen', () => {
    const when = { day: '2026-03-05', time: '08:30' };
    for (const one of ['none', 'exact', 'quarter', 'hour', 'day'] as const)
      expect(reminderOf({ ...dueOf(when), remindAt: remindOf(one, when, '') })).toBe(one);
    expect(localOf(remindOf('hour', when, ''))).toBe('2026-03-05T07:30');
    expect(localOf(remindOf('exact', { day: '2026-03-05', time: '' }, ''))).toBe('2026-03-05T09:00');
    const own = remindOf('own', when, '2026-03-01T10:00');
    expect(reminderOf({ ...dueOf(when), remindAt: own })).toBe('own');
    expect(remindOf('exact', { day: '', time: '' }, '')).toBeNull();
  });

  it('is said as people say it', () => {
    expect(dueWords({ ...at(4, 15), dueDay: false }, now, 'pt-BR')).toBe('hoje 15:00');
    expect(dueWords({ ...at(5), dueDay: true }, now, 'en')).toBe('tomorrow');
    expect(dueWords({ dueAt: null, dueDay: false }, now, 'es')).toBe('');
  });
});
