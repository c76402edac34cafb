import { type RawBuilder, sql } from 'kysely';
import { type ConditionKind, listOf, not, type Scope, someMember, textOf, wordTest } from '../registry.ts';

const area = 'reach';

const addressed = (scope: Scope, where: RawBuilder<unknown>): RawBuilder<unknown> =>
  someMember(scope, {
    join: sql`JOIN identities i ON i.org_id = m.org_id AND i.customer_id = m.id AND i.ended_at IS NULL`,
    where,
  });
const lives = (scope: Scope, where: RawBuilder<unknown>): RawBuilder<unknown> =>
  someMember(scope, {
    join: sql`JOIN postal_addresses a ON a.org_id = m.org_id AND a.customer_id = m.id AND a.ended_at IS NULL`,
    where,
  });
const member = sql`JOIN company_members t ON t.org_id = m.org_id AND t.customer_id = m.id`;
const stands = (scope: Scope): RawBuilder<unknown> =>
  sql`(t.left_on IS NULL OR t.left_on > ${scope.today}::date)`;

/** Kinds over addresses: how somebody is reached, where they live, whom they work for. */
export const reachKinds: readonly ConditionKind[] = [
  {
    ...{ kind: 'customer.address', area },
    is: { any: 'options', none: 'options' },
    options: async (ctx) => [...ctx.ports.identityKinds.keys()].sort().map((name) => ({ name, label: '' })),
    holds: (leaf, scope) => {
      const test = addressed(scope, sql`i.kind = ANY (${listOf(leaf)}::text[])`);
      return leaf.is === 'none' ? not(test) : test;
    },
  },
  {
    ...{ kind: 'customer.verified', area },
    is: { yes: 'none', no: 'none' },
    holds: (leaf, scope) => {
      const test = addressed(scope, sql`i.verified_at IS NOT NULL`);
      return leaf.is === 'no' ? not(test) : test;
    },
  },
  {
    ...{ kind: 'customer.city', area },
    is: { equal: 'text', begins: 'text', unset: 'none' },
    holds: (leaf, scope) =>
      leaf.is === 'unset'
        ? not(lives(scope, sql`a.city <> ''`))
        : lives(scope, sql`a.city <> '' AND ${wordTest(sql`a.city`, leaf)}`),
  },
  {
    ...{ kind: 'customer.region', area },
    is: { equal: 'text', unset: 'none' },
    holds: (leaf, scope) =>
      leaf.is === 'unset'
        ? not(lives(scope, sql`a.region <> ''`))
        : lives(scope, sql`a.region <> '' AND ${wordTest(sql`a.region`, leaf)}`),
  },
  {
    // Who left a company on a day leaves by time alone.
    ...{ kind: 'customer.company', area, timed: ['yes', 'no', 'of'] },
    is: { yes: 'none', no: 'none', of: 'customer' },
    holds: (leaf, scope) => {
      if (leaf.is === 'of')
        return someMember(scope, {
          join: sql`${member} JOIN customers f ON f.org_id = t.org_id AND f.id = t.company_id`,
          where: sql`${stands(scope)} AND f.canonical_id = (
            SELECT o.canonical_id FROM customers o WHERE o.org_id = m.org_id AND o.id = ${textOf(leaf)}::uuid)`,
        });
      const test = someMember(scope, { join: member, where: stands(scope) });
      return leaf.is === 'no' ? not(test) : test;
    },
  },
];
