import type { TimelineEntry } from '@meada/contract/routes/timeline';

/** A line as it comes from the log. */
export type Line = {
  id: number;
  at: Date;
  name: string;
  conversation_id: string | null;
  protocol: string | null;
  subject: string | null;
  summary: string | null;
  channel: string | null;
  actor: string | null;
  /** Code of a system message, where the line is one. */
  code: string | null;
  facts: Record<string, unknown>;
  from_customer: number | null;
  from_us: number | null;
  notes: number | null;
};

/** Facts of the log worth showing; the rest are ids the line has already. */
const shownFacts = ['otherId', 'mergeId', 'inboxId', 'what'];

/** Name of a line: a system message is called by what it says. */
const nameOf = (line: Line): string => (line.code === null ? line.name : `conversation.${line.code}`);

/** A line for people. Collapsed messages say how many they are. */
export function entryOf(line: Line): TimelineEntry {
  const counts =
    line.from_customer === null
      ? {}
      : { fromCustomer: line.from_customer, fromUs: line.from_us, notes: line.notes };
  const kept = Object.entries(line.facts).filter(([name]) => shownFacts.includes(name));
  return {
    id: String(line.id),
    at: line.at.toISOString(),
    name: nameOf(line),
    conversationId: line.conversation_id,
    protocol: line.protocol,
    subject: line.subject,
    summary: line.summary,
    channel: line.channel,
    actor: line.actor,
    facts: { ...Object.fromEntries(kept), ...counts },
  };
}
