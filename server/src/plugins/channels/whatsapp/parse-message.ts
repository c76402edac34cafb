import type { Address, Inbound, InboundMessage, OutsideThread } from '@meada/contract/channels';
import { addressesOf } from './ids.ts';
import { contentOf } from './parse-content.ts';
import { factsOf } from './parse-facts.ts';
import { parseSystem } from './parse-system.ts';
import { defined, instant, line, type Raw, record, records, text } from './read.ts';
import type { Setting } from './setting.ts';

/** Token of ours as it stands in a text (a switch link's prefilled words); the server checks it. */
const tokenPattern = /\bM-[A-Za-z0-9_-]{16,}\b/g;

/** Who wrote, to whom, and whether it was the firm itself on its own telephone. */
type Parties = { addresses: Address[]; to?: Address; echo: boolean };
type Reader = (message: Raw, setting: Setting, parties: Parties) => Inbound[];

/** Message types that are no message of their own. */
const events: Record<string, Reader> = {
  reaction: readReaction,
  edit: readEdit,
  revoke: readRevoke,
  system: (message, setting) => parseSystem(message, setting.at),
  request_welcome: () => [{ kind: 'ignored', reason: 'request_welcome' }],
};

/** A message of a customer (`value.messages`). */
export function parseMessage(message: Raw, setting: Setting): Inbound[] {
  const contact = contactOf(message, setting.value);
  const name = line(record(contact?.profile)?.name, 256);
  const ids = [message.from, message.from_user_id, contact?.wa_id, contact?.user_id];
  const parents = [message.from_parent_user_id, contact?.parent_user_id];
  return read(message, setting, { addresses: addressesOf([...ids, ...parents], name), echo: false });
}

/** What the firm wrote on its own telephone (`value.message_echoes`): shown as ours, never sent again. */
export function parseEcho(message: Raw, setting: Setting): Inbound[] {
  const own = [message.from, record(setting.value.metadata)?.display_phone_number];
  const [to] = addressesOf([message.to, message.to_user_id]);
  return read(message, setting, { addresses: addressesOf(own).slice(0, 1), to, echo: true });
}

function read(message: Raw, setting: Setting, parties: Parties): Inbound[] {
  const type = line(message.type, 64) ?? 'unknown';
  const reader = Object.hasOwn(events, type) ? events[type] : undefined;
  return (reader ?? readMessage)(message, setting, parties);
}

function readMessage(message: Raw, setting: Setting, parties: Parties): Inbound[] {
  const from = senderOf(parties);
  const { content, attachments } = contentOf(message);
  const said = 'text' in content ? (content.text ?? '') : '';
  const tokens = [...new Set(said.match(tokenPattern) ?? [])];
  const context = text(record(message.context)?.id, 512);
  const aliases = parties.addresses.slice(1);
  const facts = factsOf(message, contactOf(message, setting.value));
  const item: InboundMessage = {
    kind: 'message',
    externalId: idOf(message.id),
    at: instant(message.timestamp, setting.at),
    from,
    aliases: aliases.length > 0 ? aliases : undefined,
    proof: 'platform',
    echo: parties.echo || undefined,
    to: parties.to,
    outsideThread: groupOf(message),
    replyTo: context ? [context] : undefined,
    tokens: tokens.length > 0 ? tokens : undefined,
    content,
    attachments: attachments.length > 0 ? attachments : undefined,
    facts: Object.keys(facts).length > 0 ? facts : undefined,
  };
  return [defined(item)];
}

function readReaction(message: Raw, setting: Setting, parties: Parties): Inbound[] {
  const reaction = record(message.reaction) ?? {};
  const at = instant(message.timestamp, setting.at);
  const emoji = line(reaction.emoji, 64) ?? null;
  return [{ kind: 'reaction', externalId: idOf(reaction.message_id), from: senderOf(parties), emoji, at }];
}

function readEdit(message: Raw, setting: Setting): Inbound[] {
  const edit = record(message.edit) ?? {};
  const { content } = contentOf(record(edit.message) ?? {}, { edited: true });
  return [
    {
      kind: 'edit',
      externalId: idOf(edit.original_message_id),
      at: instant(message.timestamp, setting.at),
      content,
    },
  ];
}

function readRevoke(message: Raw, setting: Setting): Inbound[] {
  const externalId = idOf(record(message.revoke)?.original_message_id);
  return [{ kind: 'deletion', externalId, at: instant(message.timestamp, setting.at) }];
}

/** The contact of a message: the one whose id wrote it, or the only one there is. */
function contactOf(message: Raw, value: Raw): Raw | undefined {
  const contacts = records(value.contacts);
  const own = [text(message.from), text(message.from_user_id)].filter((id) => id !== undefined);
  const named = contacts.find((one) =>
    [text(one.wa_id), text(one.user_id)].some((id) => id && own.includes(id)),
  );
  return named ?? (contacts.length === 1 && records(value.messages).length === 1 ? contacts[0] : undefined);
}

function groupOf(message: Raw): OutsideThread | undefined {
  const key = line(message.group_id, 998);
  return key ? { kind: 'group', key } : undefined;
}

function senderOf({ addresses }: Parties): Address {
  const [from] = addresses;
  if (!from) throw new Error('message without a readable sender');
  return from;
}

function idOf(value: unknown): string {
  const id = line(value, 512);
  if (!id) throw new Error('message without an id');
  return id;
}
