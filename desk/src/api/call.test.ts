import { listConversations, readConversation } from '@meada/contract/routes/conversations';
import { describe, expect, it } from 'vitest';
import { addressOf, writeHeaders } from './call.ts';
import { problemOf } from './problem.ts';

describe('calls', () => {
  it('writes addresses with encoded parameters and without empty filters', () => {
    expect(addressOf(readConversation, { params: { id: 'a/../b?c' } })).toBe(
      '/api/conversations/a%2F..%2Fb%3Fc',
    );
    expect(
      addressOf(listConversations, { query: { view: 'mine', status: undefined, query: 'é &', limit: 50 } }),
    ).toBe('/api/conversations?view=mine&query=%C3%A9+%26&limit=50');
  });
  it('marks every write, and hands the sender’s number on as idempotency key', () => {
    expect(writeHeaders(undefined)).toEqual({ 'x-meada-csrf': '1' });
    expect(writeHeaders({ clientId: 'n1' })['idempotency-key']).toBe('n1');
    expect(writeHeaders({ clientId: 5 })['idempotency-key']).toBeUndefined();
  });
  it.each([
    [409, '{"code":"conflict","message":"x","field":"body.email"}', 'conflict', 'email'],
    [502, '<html>Bad gateway</html>', 'unavailable', null],
    [401, '', 'unauthenticated', null],
    [429, 'slow down', 'too_many', null],
    [500, '{"code":"__proto__"}', 'strange', null],
    [400, 'null', 'strange', null],
  ])('%i %s', (status, text, code, field) => {
    const problem = problemOf(status, text);
    expect([problem.code, problem.field]).toEqual([code, field]);
  });
});
