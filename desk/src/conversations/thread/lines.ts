import type { Side } from '@meada/contract/public';
import type { Message } from '@meada/contract/routes/conversations';
import type { Pending } from '../composer/pending.ts';

/** What the thread draws, in order: a message, one on its way, or a divider. */
export type Line =
  | { kind: 'message'; key: string; message: Message; compact: boolean }
  | { kind: 'pending'; key: string; pending: Pending }
  | { kind: 'day'; key: string; at: string }
  /** The same conversation going on elsewhere: another channel, another side. */
  | { kind: 'leg'; key: string; channel: string; side: Side | null; legId: string | null }
  | { kind: 'unread'; key: string };

/** Messages of one author within this time stand together under one name (ms). */
const together = 5 * 60_000;

const sameHand = (one: Message, other: Message): boolean =>
  one.author.kind === other.author.kind &&
  one.author.id === other.author.id &&
  one.visibility === other.visibility &&
  one.channel === other.channel &&
  one.content.kind !== 'system' &&
  other.content.kind !== 'system' &&
  Date.parse(other.at) - Date.parse(one.at) < together;

const dayOf = (at: string): string => new Date(at).toDateString();

/** On which side something was said; a note is on neither and changes nothing. */
const sideOf = ({ visibility }: Message, before: Side): Side =>
  visibility === 'internal' ? before : visibility;

const traces = new Set(['message_moved', 'message_returned']);

/** Both say that messages went to the same place: one line says it for all of them. */
const sameTrace = ({ content: one }: Message, { content: other }: Message): boolean =>
  one.kind === 'system' &&
  other.kind === 'system' &&
  traces.has(one.code) &&
  one.code === other.code &&
  one.values.protocol === other.values.protocol;

const withOneMore = (message: Message): Message => {
  if (message.content.kind !== 'system') return message;
  const { values } = message.content;
  const count = Number(values.count ?? 1) + 1;
  return { ...message, content: { ...message.content, values: { ...values, count } } };
};

/** Lays the thread out: day headings, the change of channel, the line above what is unread, grouped authors. */
export function linesOf(messages: readonly Message[], pending: readonly Pending[], readSeq: number): Line[] {
  const lines: Line[] = [];
  let last: Message | undefined;
  let channel: string | null = null;
  let side: Side = 'private';
  let hasPublic = false;
  let unreadShown = false;
  for (const message of messages) {
    const newDay = !last || dayOf(last.at) !== dayOf(message.at);
    if (newDay) lines.push({ kind: 'day', key: `day-${message.id}`, at: message.at });
    const unread = !unreadShown && message.seq > readSeq && message.author.kind === 'customer' && readSeq > 0;
    if (unread) {
      lines.push({ kind: 'unread', key: 'unread' });
      unreadShown = true;
    }
    const nextSide: Side = message.channel === null ? side : sideOf(message, side);
    const turned = nextSide !== side;
    hasPublic ||= nextSide === 'public';
    const moved = turned || (message.channel !== null && channel !== null && message.channel !== channel);
    // The line of a switch says the same.
    const said = message.content.kind === 'system' && message.content.code === 'switched';
    if (moved && message.channel && (turned || !said))
      lines.push({
        kind: 'leg',
        key: `leg-${message.id}`,
        channel: message.channel,
        side: hasPublic ? nextSide : null,
        legId: message.legId,
      });
    const compact = !newDay && !unread && !moved && last !== undefined && sameHand(last, message);
    const run = lines.at(-1);
    if (run?.kind === 'message' && sameTrace(run.message, message)) run.message = withOneMore(run.message);
    else lines.push({ kind: 'message', key: message.id, message, compact });
    channel = message.channel ?? channel;
    side = nextSide;
    last = message;
  }
  const arrived = new Set(messages.map((message) => message.clientId));
  for (const one of pending) {
    if (!arrived.has(one.clientId)) lines.push({ kind: 'pending', key: one.clientId, pending: one });
  }
  return lines;
}
