import { expect, it } from 'vitest';
import { cleanAddress, queryOf, searchesRecords, withoutFilters } from './address.ts';

it('takes what is ours from an address and leaves the rest', () => {
  const given = { q: 'nota', channel: 'email', side: 'internal', by: 'robot', owner: 7, inbox: {}, x: '1' };
  expect(JSON.parse(JSON.stringify(cleanAddress(given)))).toEqual({
    ...{ q: 'nota', channel: 'email', owner: '7' },
  });
  expect(cleanAddress({ channel: 'x'.repeat(90) }).channel).toHaveLength(40);
});

it('a note has no side; channel and who answers are asked for', () => {
  expect(queryOf({ q: 'a', by: 'note', side: 'public' })).toMatchObject({ visibility: 'internal' });
  expect(queryOf({ q: 'a', side: 'public', channel: 'email', owner: 'p' })).toMatchObject({
    ...{ visibility: 'public', channel: 'email', assigneeId: 'p' },
  });
});

it('records are searched while nothing but a customer narrows the search', () => {
  expect(searchesRecords({ q: 'a' })).toBe(true);
  expect(searchesRecords({ q: 'a', customer: 'c' })).toBe(true);
  for (const more of [
    { channel: 'email' },
    { side: 'public' as const },
    { conversation: 'c' },
    { owner: 'p' },
  ])
    expect(searchesRecords({ q: 'a', ...more })).toBe(false);
  expect(withoutFilters({ q: 'a', channel: 'email', side: 'public', owner: 'p' })).toEqual({ q: 'a' });
});
