import type { ChannelInfo } from '@meada/contract/channels';
import type { Leg, Message } from '@meada/contract/routes/conversations';
import { windowClosed } from '../composer/rules.ts';

/** What may be done to a message that is there: only what is possible is offered, the server decides again. */

/** Reactions offered at once; what a channel does not know of them is left out. */
const palette = ['👍', '❤️', '👏', '🎉', '🙏', '😁', '😢', '🔥'];
const plain = (emoji: string): string => emoji.replaceAll('\ufe0f', '');

type Possible = { edit: boolean; remove: boolean; hide: boolean; reactions: readonly string[] };

type Facts = { meId: string; channel: ChannelInfo | undefined; legs: readonly Leg[]; now: number };

const arrived = new Set(['sent', 'delivered', 'read']);
const hoursMs = 3_600_000;

/** Pure; `now` in ms. */
export function possibleFor(message: Message, { meId, channel, legs, now }: Facts): Possible {
  const nothing = { edit: false, remove: false, hide: false, reactions: [] };
  const { content, author, deletedAt } = message;
  if (deletedAt || content.kind === 'system') return nothing;
  const own = author.kind === 'person' && author.id === meId && !message.echo;
  const worded = content.kind === 'text' || content.kind === 'media';
  if (message.visibility === 'internal')
    return {
      ...nothing,
      edit: own && worded,
      remove: own,
      reactions: author.kind === 'system' ? [] : palette,
    };
  const amends = channel?.capabilities.amends;
  const young = (hours: number | null) => hours === null || now - Date.parse(message.at) < hours * hoursMs;
  const there = own && arrived.has(message.dispatch?.state ?? '');
  const here = <T extends { side?: string }>(able: T | undefined) =>
    !able?.side || able.side === message.visibility ? able : undefined;
  const [edit, remove, react] = [here(amends?.edit), here(amends?.delete), here(amends?.react)];
  const leg = legs.find((one) => one.id === message.legId);
  const reacts =
    author.kind === 'customer' && react && young(react.hours) && !(leg && windowClosed(leg, now));
  const known = react?.emojis && new Set(react.emojis.map(plain));
  return {
    edit: there && worded && edit?.kinds.includes(content.kind) === true && young(edit.hours),
    remove: there && remove !== undefined && young(remove.hours),
    hide: amends?.hide === true && message.visibility === 'public' && author.kind === 'customer',
    reactions: reacts ? palette.filter((emoji) => !known || known.has(plain(emoji))) : [],
  };
}
