import type { Conversation, Leg, Message } from '@meada/contract/routes/conversations';

/** Pure rules of the public side, as the composer and the dialogs need them. */

type Duty = Conversation['duties'][number];

/** Duties that still ask for something; the ended ones are history. */
export const standingDuty = (duties: readonly Duty[]): Duty | undefined =>
  duties.find((duty) => duty.settledAt === null);

/**
 * The leg "continue in private" leads to from a public one: the private one to the same address, one that could be opened
 * to it, else any private one the customer has used whose time is not over. Null when there is none.
 */
export function privateOf(
  from: Leg,
  { legs, others, now }: { legs: readonly Leg[]; others: readonly Leg[]; now: number },
): Leg | null {
  const open = (leg: Leg) => leg.windowEndsAt === null || Date.parse(leg.windowEndsAt) > now;
  const same = (leg: Leg) => leg.inboxId === from.inboxId && leg.identity.id === from.identity.id;
  const all = [...legs, ...others].filter((leg) => leg.side === 'private' && open(leg));
  return all.find(same) ?? all.find((leg) => leg.usedByCustomer) ?? null;
}

/** The public leg to go back to: the one something is owed on, else the latest. */
export function publicOf(conversation: Pick<Conversation, 'legs' | 'duties'>): Leg | null {
  const owed = standingDuty(conversation.duties)?.legId;
  const all = conversation.legs.filter((leg) => leg.side === 'public');
  return all.find((leg) => leg.id === owed) ?? all[0] ?? null;
}

/**
 * Whether resolving now would leave a solution that nobody in public knows of: there is no public answer yet, or words went
 * to and fro in private after the last one. As the server decides it (`public/rules.ts` there), by the messages at hand.
 */
export function leavesUnpublished(
  conversation: Pick<Conversation, 'duties'>,
  messages: readonly Message[],
): boolean {
  const duty = standingDuty(conversation.duties);
  if (!duty) return false;
  if (duty.state !== 'answered') return true;
  const answered =
    messages.findLast((one) => one.legId === duty.legId && one.author.kind !== 'customer')?.seq ?? 0;
  return messages.some(
    (one) =>
      one.visibility === 'private' &&
      one.author.kind !== 'system' &&
      one.content.kind !== 'system' &&
      one.seq > answered,
  );
}

/** The leg to go on with after a message: who went on in private stays there, though the customer's last word was public. */
export function nextLegOf(legs: readonly Leg[], sent: Leg | undefined): string | null {
  const proposesPublic = legs.some((leg) => leg.proposed && leg.side === 'public');
  return sent?.side === 'private' && proposesPublic ? sent.id : null;
}
