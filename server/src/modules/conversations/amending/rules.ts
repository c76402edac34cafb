import { type Amends, plainEmoji } from '@meada/contract/amendments';
import type { Content } from '@meada/contract/content';
import type { Side } from '@meada/contract/public';
import type { Message } from '@meada/contract/routes/conversations';
import { conflict, type Failure, refused } from '../../../kernel/errors.ts';
import { channelCannot } from '../sending/rules.ts';

/** Pure rules of what may be changed of a message that is there. Each refusal names the field it is about. */

/** A message as these rules need it. */
export type Amendable = {
  authorKind: Message['author']['kind'];
  /** The actor wrote it. */
  own: boolean;
  internal: boolean;
  /** Everybody can read it. */
  public: boolean;
  hidden: boolean;
  content: Content;
  deleted: boolean;
  at: Date;
  /** What its channel can do; null when it came over none or the plug-in is gone. */
  amends: Amends | null;
  /** The platform knows it by an id. */
  known: boolean;
  dispatch: string | null;
  /** End of the window for free text on its leg; null = there is none. */
  windowEndsAt: Date | null;
};

const arrived = new Set(['sent', 'delivered', 'read']);
const worded = new Set(['text', 'media']);

const tooLate = (): Failure =>
  channelCannot('It is too long ago: the channel does not change it any more.', 'params.id');
const older = (message: Amendable, hours: number | null, now: Date): boolean =>
  hours !== null && now.getTime() - message.at.getTime() >= hours * 3_600_000;

/** The message is there and the actor's own. */
function checkOwn(message: Amendable): void {
  if (message.deleted) throw conflict('The message was deleted.');
  if (!message.own) throw refused('Only an own message is edited or deleted.', 'params.id');
}

/** It is with the customer, so that there is something to change there. */
function checkArrived(message: Amendable): void {
  if (!message.known || !message.dispatch || !arrived.has(message.dispatch))
    throw conflict('The message has not been sent.');
}

/** What may be done on one side of a conversation only is not done on the other. */
const onSide = <T extends { side?: Side }>(message: Amendable, able: T | undefined): T | undefined =>
  !able?.side || (able.side === 'public') === message.public ? able : undefined;

/** The words may be changed to `text`. Answers the content as it is to read. */
export function checkEdit(message: Amendable, text: string, now: Date): Content {
  checkOwn(message);
  const { content, amends } = message;
  if (!worded.has(content.kind)) throw refused('Only words are edited.', 'params.id');
  if (text.trim() === '') throw refused('There is nothing left of the message.', 'body.text');
  if (!message.internal) {
    const able = onSide(message, amends?.edit);
    if (!able?.kinds.includes(content.kind)) throw channelCannot('This channel edits nothing.', 'params.id');
    checkArrived(message);
    if (older(message, able.hours, now)) throw tooLate();
  }
  return { ...content, text } as Content;
}

export function checkDeletion(message: Amendable, now: Date): void {
  checkOwn(message);
  if (message.internal) return;
  const able = onSide(message, message.amends?.delete);
  if (!able) throw channelCannot('This channel takes nothing back.', 'params.id');
  checkArrived(message);
  if (older(message, able.hours, now)) throw tooLate();
}

/** Only what a customer said in public is hidden. False when it already is as asked. */
export function checkHiding(message: Amendable, hidden: boolean): boolean {
  if (message.deleted) throw conflict('The message was deleted.');
  if (!message.amends?.hide || !message.public || message.authorKind !== 'customer' || !message.known)
    throw channelCannot('There is no hiding this message.', 'params.id');
  return message.hidden !== hidden;
}

/** A reaction goes to what the customer wrote, or to a note of a colleague. Answers the emoji as the platform writes it. */
export function checkReaction(message: Amendable, emoji: string | null, now: Date): string | null {
  if (message.deleted) throw conflict('The message was deleted.');
  if (message.internal) {
    if (message.authorKind === 'system') throw refused('A note is reacted to.', 'params.id');
    return emoji;
  }
  const able = onSide(message, message.amends?.react);
  if (!able || message.authorKind !== 'customer' || !message.known)
    throw channelCannot('There is no reacting to this message.', 'params.id');
  if (older(message, able.hours, now)) throw tooLate();
  if (message.windowEndsAt && message.windowEndsAt <= now)
    throw channelCannot('The window of this channel is closed.', 'params.id');
  if (emoji === null || able.emojis === null) return emoji;
  const written = able.emojis.find((one) => plainEmoji(one) === plainEmoji(emoji));
  if (!written) throw channelCannot('The channel does not know this emoji.', 'body.emoji');
  return written;
}
