import {
  permissions as allPermissions,
  type Permission,
  type Role,
  rolePermissions,
} from '@meada/contract/permissions';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Actor, systemActor } from '../../kernel/actor.ts';
import {
  orgOfInvitation,
  orgOfKey,
  packId,
  permissionsOf,
  rankProblem,
  roleProblem,
  scopesFor,
  sessionEnd,
  unpackId,
  viewerOf,
} from './rules.ts';

const person = (role: Role, permissions: readonly Permission[] = rolePermissions[role]): Actor => ({
  kind: 'person',
  id: 'p',
  orgId: 'o',
  sessionId: 's',
  name: '',
  role,
  permissions: new Set(permissions),
  visibility: 'team',
  teamIds: ['t'],
});
const key: Actor = {
  kind: 'key',
  id: 'k',
  orgId: 'o',
  name: '',
  permissions: new Set(),
  visibility: 'all',
  teamIds: [],
};
const customer: Actor = { kind: 'customer', id: 'c', orgId: 'o', identityId: 'i', inboxId: 'x' };
const roles: Role[] = ['owner', 'administrator', 'supervisor', 'agent'];

it('an id packed into a token comes back, and only texts of the right form name an organisation', () => {
  fc.assert(
    fc.property(fc.uuid(), (id) => {
      expect(unpackId(packId(id))).toBe(id);
      expect(orgOfKey(`mk_${packId(id)}_${'A'.repeat(43)}`)).toBe(id);
      expect(orgOfInvitation(`${packId(id)}.${'A'.repeat(43)}`)).toBe(id);
    }),
  );
  fc.assert(
    fc.property(fc.string({ maxLength: 80 }), (text) => {
      for (const org of [orgOfKey(text), orgOfInvitation(text)]) {
        if (org !== null) expect(org).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      }
    }),
  );
});

it('nobody reaches above themself: every pair of roles', () => {
  for (const actor of roles) {
    for (const target of roles) {
      for (const next of roles) {
        const above = (role: Role) => roles.indexOf(role) < roles.indexOf(actor);
        const problem = rankProblem(person(actor), { role: target }, { role: next });
        expect(problem === null, `${actor} makes ${target} ${next}`).toBe(!above(target) && !above(next));
      }
    }
  }
  expect(rankProblem(systemActor('o'), null, { role: 'owner' })).toBeNull();
  expect(rankProblem(key, null, { role: 'owner' })).not.toBeNull();
  expect(rankProblem(customer, null, { role: 'agent' })).not.toBeNull();
});

it('a role is changed from its height or above, and nobody but an owner gives what they lack', () => {
  const nothing = { before: [], after: [] };
  expect(roleProblem(person('administrator'), 'owner', nothing)).not.toBeNull();
  expect(roleProblem(person('administrator'), 'administrator', nothing)).toBeNull();
  const give = { before: [], after: ['audit.read'] satisfies Permission[] };
  expect(roleProblem(person('administrator', ['roles.manage']), 'agent', give)).not.toBeNull();
  expect(roleProblem(person('owner', ['roles.manage']), 'agent', give)).toBeNull();
  expect(roleProblem(customer, 'agent', give)).not.toBeNull();
});

it('stored permissions count, unknown words do not, an owner keeps the keys of the house', () => {
  expect(permissionsOf('agent', null)).toEqual(
    allPermissions.filter((name) => rolePermissions.agent.includes(name)),
  );
  expect(permissionsOf('agent', ['audit.read', 'everything'])).toEqual(['audit.read']);
  expect(permissionsOf('owner', [])).toEqual(['organisation.manage', 'people.manage', 'roles.manage']);
  expect(permissionsOf('administrator', [])).toEqual([]);
});

it('pushing into a channel is a scope for who looks after inboxes', () => {
  expect(scopesFor(new Set(['inboxes.manage'])).has('channel.push')).toBe(true);
  expect(scopesFor(new Set(['people.manage'])).has('channel.push')).toBe(false);
});

it('what an actor sees is decided on the person, the key or the house; a customer sees nothing by it', () => {
  expect(viewerOf(person('agent'))).toEqual({ personId: 'p', visibility: 'team', teamIds: ['t'] });
  expect(viewerOf(key)).toEqual({ personId: null, visibility: 'all', teamIds: [] });
  expect(viewerOf(systemActor('o'))).toEqual({ personId: null, visibility: 'all', teamIds: [] });
  expect(viewerOf(customer)).toEqual({ personId: null, visibility: 'assigned', teamIds: [] });
});

it('a session never outlives its longest life', () => {
  const start = new Date('2026-01-01T00:00:00Z');
  const dayMs = 24 * 60 * 60_000;
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100 }), (days) => {
      const now = new Date(start.getTime() + days * dayMs);
      const end = sessionEnd(start, now).getTime();
      expect(end).toBe(Math.min(now.getTime() + 14 * dayMs, start.getTime() + 90 * dayMs));
    }),
  );
});
