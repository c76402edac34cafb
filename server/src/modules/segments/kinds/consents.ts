import type { LegalBasis } from '@meada/contract/routes/customer-consents';
import { type RawBuilder, sql } from 'kysely';
import { purposesOf } from '../../customers/index.ts';
import { type ConditionKind, not, type Scope } from '../registry.ts';

const free: ReadonlySet<LegalBasis> = new Set(['contract', 'legitimate_interest', 'law']);

/**
 * Groups whose newest word about a purpose in general is of a state, as the ledger decides: the newest line of each scope,
 * without those that were lifted, the newest of these.
 */
const said = (scope: Scope, purpose: string, states: readonly string[]): RawBuilder<unknown> =>
  sql`r.id IN (SELECT w.root FROM (
    SELECT DISTINCT ON (y.root) y.root, y.state FROM (
      SELECT DISTINCT ON (m.canonical_id, k.purpose) m.canonical_id AS root, k.state, k.n
      FROM customers m JOIN consents k ON k.org_id = m.org_id AND k.customer_id = m.id
      WHERE m.org_id = ${scope.ctx.orgId} AND ${scope.only(sql`m.canonical_id`)} AND k.channel IS NULL
        AND k.identity_id IS NULL AND (k.purpose IS NULL OR k.purpose = ${purpose})
      ORDER BY m.canonical_id, k.purpose, k.n DESC) y
    WHERE y.state <> 'lifted' ORDER BY y.root, y.n DESC) w WHERE w.state = ANY (${[...states]}::text[]))`;

/** What customers allowed and took back: `of` is the purpose. Single channels and addresses are asked when something is sent. */
export const consentKinds: readonly ConditionKind[] = [
  {
    ...{ kind: 'consent', area: 'consent' },
    is: { given: 'none', withdrawn: 'none', silent: 'none', allowed: 'none' },
    of: async (ctx) =>
      (await purposesOf(ctx))
        .filter(({ archived }) => !archived)
        .map(({ name, label }) => ({
          name,
          label,
          is: ['given', 'withdrawn', 'silent', 'allowed'],
          options: [],
        })),
    holds: async (leaf, scope) => {
      const purpose = leaf.of ?? '';
      if (leaf.is === 'silent') return not(said(scope, purpose, ['given', 'withdrawn']));
      if (leaf.is !== 'allowed') return said(scope, purpose, [leaf.is]);
      const basis = (await purposesOf(scope.ctx)).find(({ name }) => name === purpose)?.basis ?? 'consent';
      return free.has(basis) ? not(said(scope, purpose, ['withdrawn'])) : said(scope, purpose, ['given']);
    },
  },
];
