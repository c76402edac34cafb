import type { LegalBasis, Purpose } from '@meada/contract/routes/customer-consents';
import type { Ctx } from '../../../kernel/ctx.ts';

/**
 * Purposes every firm has. Answers to customers rest on the contract; telling them of a new way to reach the firm on a
 * legitimate interest, until they say no; one question about how their own matter was handled, too (decision 0024); advertising and research need a yes (LGPD art. 7 I, V and IX).
 */
const ofHouse: readonly { name: string; basis: LegalBasis; reference: string }[] = [
  { name: 'service', basis: 'contract', reference: 'LGPD art. 7, V · GDPR art. 6(1)(b)' },
  { name: 'notices', basis: 'legitimate_interest', reference: 'LGPD art. 7, IX · GDPR art. 6(1)(f)' },
  { name: 'surveys', basis: 'legitimate_interest', reference: 'LGPD art. 7, IX · GDPR art. 6(1)(f)' },
  { name: 'marketing', basis: 'consent', reference: 'LGPD art. 7, I · GDPR art. 6(1)(a)' },
  { name: 'research', basis: 'consent', reference: 'LGPD art. 7, I · GDPR art. 6(1)(a)' },
];

export const isOfHouse = (name: string): boolean => ofHouse.some((purpose) => purpose.name === name);

/** All purposes: the house's, as the firm has changed them, then its own. */
export async function purposesOf(ctx: Pick<Ctx, 'db' | 'orgId'>): Promise<Purpose[]> {
  const rows = await ctx.db
    .selectFrom('consent_purposes')
    .selectAll()
    .where('org_id', '=', ctx.orgId)
    .orderBy('name')
    .execute();
  const saved = new Map(rows.map((row) => [row.name, row]));
  const given = ofHouse.filter(({ name }) => !saved.has(name));
  const order = (name: string): number => ofHouse.findIndex((purpose) => purpose.name === name);
  const all = [
    ...given.map(({ name, basis, reference }) => ({
      ...{ name, basis, reference, label: '', words: '', version: 1 },
      ...{ ofHouse: true, archived: false },
    })),
    ...rows.map((row) => ({
      name: row.name,
      label: row.label,
      basis: row.basis as LegalBasis,
      reference: row.reference,
      words: row.words,
      version: row.version,
      ofHouse: isOfHouse(row.name),
      archived: row.archived_at !== null,
    })),
  ];
  return all.sort((a, b) =>
    a.ofHouse && b.ofHouse ? order(a.name) - order(b.name) : Number(b.ofHouse) - Number(a.ofHouse),
  );
}
