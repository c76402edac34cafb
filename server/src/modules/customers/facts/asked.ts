import type { FactKind } from '@meada/contract/routes/facts';

/** When a question counts as one for what was already known: pure. */

/** A fact of a customer: since when, and in which conversation it was told. */
export type Since = { kind: string; at: Date; conversationId: string | null };

/** A question for an order is about the order at hand: only what was told in this very conversation answers it. */
export const ofTheMatter: ReadonlySet<string> = new Set<FactKind>(['order_number']);
/** A CEP stands in an address, and an address is asked for by its CEP. */
const answeredBy: Partial<Record<FactKind, readonly FactKind[]>> = { cep: ['cep', 'address'] };

/** Whether the customer had told the fact before the question. */
export function wasKnown(
  question: { kind: FactKind; at: Date; conversationId: string },
  known: readonly Since[],
): boolean {
  const kinds: readonly string[] = answeredBy[question.kind] ?? [question.kind];
  return known.some(
    (fact) =>
      kinds.includes(fact.kind) &&
      fact.at < question.at &&
      (!ofTheMatter.has(fact.kind) || fact.conversationId === question.conversationId),
  );
}
