import type { Address, Inbound, InboundMessage, InboundStatus } from '@meada/contract/channels';
import type { Content } from '@meada/contract/content';
import { textOfHtml } from '../../../kernel/html.ts';
import { MalformedError, type Receipt, type Settings } from '../../../modules/inboxes/port.ts';
import { addressOf, isOwn, nobody, splitAddress, tokenOfAddress, tokenOfMessageId } from './address.ts';
import { attachmentsOf } from './attachments.ts';
import { asksForSilence, automaticKind } from './automatic.ts';
import { type Bounce, readBounce } from './bounce.ts';
import { eventOf } from './calendar.ts';
import { complaintIn } from './complaint.ts';
import { bare, partOfType } from './dsn.ts';
import { forwardedIn } from './forwarded.ts';
import { externalIdOf, idsIn, messageIdIn } from './ids.ts';
import type { Mail } from './mail.ts';
import { headerValue, headerValues, readMail } from './mime.ts';
import { proofOf } from './proof.ts';
import { visiblePart } from './visible.ts';
import { forwardSubject } from './visible-patterns.ts';

/** Longest visible text kept with the message, as the contract's body allows. */
const maxBody = 200_000;
const maxHtml = 2_000_000;
const maxIds = 50;
const maxOthers = 100;

/** Turns a raw mail into a message and, for reports about our own mail, into statuses of it. Pure. */
export async function parse(receipt: Receipt, settings: Settings): Promise<Inbound[]> {
  if (typeof receipt.facts.unreadable === 'string')
    throw new MalformedError('body', receipt.facts.unreadable);
  const mail = await readMail(receipt.body);
  const own = String(settings.address ?? '');
  const text = mail.text.trim() ? mail.text : textOfHtml(mail.html);
  const externalId = await externalIdOf(receipt.body, mail.headers);
  const kind = automaticKind({ mail, text, own, nullPath: hasNullPath(mail, receipt) });
  const report = kind === 'bounce' ? await readBounce(mail, text, own) : null;
  // A report of success has the form of a bounce and is none.
  const arrived = Boolean(
    report?.deliveries.length && report.deliveries.every((one) => one.action === 'delivered'),
  );
  const automatic = arrived ? 'auto_reply' : kind;
  const bounce = arrived ? null : report;
  const at = timeOf(mail, receipt);
  const from = senderOf(mail, own);
  const asWritten = from.value === mail.from[0]?.address;
  const proof = asWritten ? proofOf(mail, receipt.facts, String(settings.authservId ?? '')) : 'none';
  const forwarders = String(settings.forwarders ?? '');
  const signedBy = receipt.facts.receiver === true ? String(receipt.facts.forwardedDkim ?? '') : '';
  const forwarded = automatic === 'no' ? await forwardedIn(mail, text, { own, forwarders, signedBy }) : null;
  const message: InboundMessage = {
    kind: 'message',
    externalId,
    at,
    from,
    proof,
    to: addressOf(own || nobody),
    ...(automatic === 'no' ? claimOf(mail, from, own) : {}),
    ...people(mail, own),
    ...threadOf(mail, receipt, { externalId, own }),
    ...(mail.subject ? { subject: mail.subject.slice(0, 998).toWellFormed() } : {}),
    ...(await wordsOf(mail, text, automatic !== 'no')),
    automatic,
    ...(forwarded ? { forwarded } : {}),
    facts: { ...factsOf(mail, bounce), ...eventOf(mail), ...checkedBy(receipt, proof) },
  };
  const junk = kind === 'feedback_report' ? await complaintIn(mail, text, at) : [];
  const about = junk.map((one) => one.externalId).filter((id) => !message.replyTo?.includes(id));
  if (about.length > 0) message.replyTo = [...about, ...(message.replyTo ?? [])];
  return [message, ...statusesOf(report, at), ...readReceipts(mail, at), ...junk];
}

const hasNullPath = (mail: Mail, receipt: Receipt) =>
  receipt.facts.envelopeFrom === '' || headerValue(mail, 'return-path').replace(/\s/g, '') === '<>';

/** The sender's own date unless it lies in the future or nowhere; never later than we received it. */
function timeOf(mail: Mail, receipt: Receipt): string {
  const received = Date.parse(receipt.receivedAt);
  const said = [Date.parse(headerValue(mail, 'date')), Date.parse(String(receipt.facts.internalDate ?? ''))];
  const believable = said.find((time) => time >= Date.UTC(1990) && time <= received);
  return new Date(believable ?? received).toISOString();
}

function senderOf(mail: Mail, own: string): Address {
  const all = [...mail.from, ...mail.sender, ...mail.replyTo].filter((one) => one.address.includes('@'));
  // A form on the firm's own site writes in the firm's name; the customer stands in Reply-To.
  const found = all.find((one) => !isOwn(one.address, own)) ?? all[0];
  if (found) return addressOf(found.address, found.name);
  const path = bare(headerValue(mail, 'return-path'));
  return addressOf(
    splitAddress(path) ? path : nobody,
    mail.from[0]?.name || mail.from[0]?.address || headerValue(mail, 'from'),
  );
}

/** Another address the sender wants answers at, which nothing proves. A list's own is nobody's. */
function claimOf(mail: Mail, from: Address, own: string): Pick<InboundMessage, 'claims'> {
  const value = mail.replyTo[0]?.address ?? '';
  const same = value.toLowerCase() === from.value.toLowerCase();
  if (same || !splitAddress(value) || value.length > 320 || isOwn(value, own) || headerValue(mail, 'list-id'))
    return {};
  return { claims: [{ kind: from.kind, value, source: 'reply_to' }] };
}

/** Everybody else the sender wrote to, once each, without ourselves. */
function people(mail: Mail, own: string): Pick<InboundMessage, 'others'> {
  const from = mail.from[0]?.address.toLowerCase();
  const seen = new Set([from]);
  const take = (one: { address: string }) => {
    const key = one.address.toLowerCase();
    if (!splitAddress(key) || key.length > 320 || seen.has(key) || isOwn(key, own)) return false;
    seen.add(key);
    return true;
  };
  const others = [...mail.to, ...mail.cc]
    .filter(take)
    .slice(0, maxOthers)
    .map((one) => ({ address: addressOf(one.address, one.name), role: 'cc' as const }));
  return others.length ? { others } : {};
}

/** What it answers, nearest first; candidates for tokens of ours; the key all mails of the thread share. */
function threadOf(mail: Mail, receipt: Receipt, { externalId, own }: { externalId: string; own: string }) {
  const answered = idsIn(headerValue(mail, 'in-reply-to'));
  const references = idsIn(headerValue(mail, 'references'));
  const replyTo = [...new Set([...answered, ...references.toReversed()])].slice(0, maxIds);
  const messageId = messageIdIn(headerValue(mail, 'message-id'));
  const root = references[0] ?? answered[0] ?? messageId;
  const reached = [...mail.to, ...mail.cc].map((one) => one.address);
  for (const name of ['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to', 'x-forwarded-to'])
    reached.push(...headerValues(mail, name).map(bare));
  const envelope = receipt.facts.envelopeTo;
  reached.push(...(Array.isArray(envelope) ? envelope : typeof envelope === 'string' ? [envelope] : []));
  const tokens = [
    ...reached.map((address) => tokenOfAddress(address, own)),
    ...replyTo.map((id) => tokenOfMessageId(id, own)),
  ].filter((token) => token !== null);
  return {
    ...(replyTo.length ? { replyTo } : {}),
    ...(tokens.length ? { tokens: [...new Set(tokens)].slice(0, maxIds) } : {}),
    outsideThread: { kind: 'mail_thread' as const, key: (root || externalId).slice(0, 998) },
    // Answers name the bare Message-ID, while the external id also holds a hash of the body.
    ...(messageId ? { threadIds: [messageId.slice(0, 998)] } : {}),
  };
}

/** What is shown, what lies behind it, and the files. */
async function wordsOf(mail: Mail, text: string, machine: boolean) {
  const full = text.trim() || (eventOf(mail).eventTitle ?? '');
  const forwarded = forwardSubject.test(mail.subject);
  const visible = (machine ? full : visiblePart(full, { forwarded })).slice(0, maxBody).toWellFormed();
  const attachments = await attachmentsOf(mail);
  const content: Content = { v: 1, kind: 'text', text: visible };
  return {
    content,
    ...(visible !== full ? { fullText: full.slice(0, 1_000_000).toWellFormed() } : {}),
    ...(mail.html.trim() ? { html: mail.html.slice(0, maxHtml).toWellFormed() } : {}),
    ...(attachments.length ? { attachments } : {}),
  };
}

/** Small facts for the agent; nothing here decides who somebody is. */
function factsOf(mail: Mail, bounce: Bounce | null): Record<string, string | boolean> {
  const failed = bounce?.deliveries[0];
  const replyTo = mail.replyTo[0]?.address ?? '';
  const sender = mail.sender[0]?.address ?? '';
  const different = (address: string) =>
    address !== '' && address.toLowerCase() !== mail.from[0]?.address.toLowerCase();
  return {
    messageId: messageIdIn(headerValue(mail, 'message-id')),
    ...(different(replyTo) ? { replyTo: replyTo.slice(0, 512) } : {}),
    ...(different(sender) ? { sender: sender.slice(0, 512) } : {}),
    ...(asksForSilence(mail) ? { noAutomaticAnswer: true } : {}),
    ...(forwardSubject.test(mail.subject) ? { forwarded: true } : {}),
    ...(encryptedBy(mail) ? { encrypted: encryptedBy(mail) } : {}),
    ...(mail.repairs.length ? { repaired: mail.repairs.join(',') } : {}),
    ...(failed
      ? {
          bounceRecipient: failed.recipient.slice(0, 512),
          bounceReason: failed.reason,
          bounceHard: failed.permanent,
          bounceAction: failed.action,
          bounceStatus: failed.status,
        }
      : {}),
  };
}

/** What the receiving server found of the sender, and which of it is believed. */
function checkedBy({ facts }: Receipt, proof: string): Record<string, string> {
  const found = facts.receiver === true ? { spf: facts.spf, dkim: facts.dkim, dmarc: facts.dmarc } : {};
  const told = Object.entries(found).filter((one): one is [string, string] => typeof one[1] === 'string');
  return { ...Object.fromEntries(told), ...(proof === 'none' ? {} : { verifiedBy: proof }) };
}

/** Words nobody here can read: the agent is told so instead of being shown an empty mail. */
function encryptedBy(mail: Mail): string {
  if (partOfType(mail, 'application/pgp-encrypted') || /^-----BEGIN PGP MESSAGE-----/m.test(mail.text))
    return 'pgp';
  const hidden = partOfType(mail, 'application/pkcs7-mime', 'application/x-pkcs7-mime');
  return hidden && !mail.text.trim() && !mail.html.trim() ? 'smime' : '';
}

/** A report about a mail with a Message-ID is a status of that mail; whether it was ours, the server knows. */
function statusesOf(bounce: Bounce | null, at: string): InboundStatus[] {
  const id = bounce?.original.messageId;
  if (!bounce || !id || id.length > 998) return [];
  const failed = bounce.deliveries.filter((one) => one.action === 'failed');
  const worst = failed.find((one) => one.permanent) ?? failed[0];
  if (!worst) {
    const arrived =
      bounce.deliveries.length > 0 && bounce.deliveries.every((one) => one.action === 'delivered');
    return arrived ? [{ kind: 'status', externalId: id, state: 'delivered', at }] : [];
  }
  const text = `${worst.recipient} ${worst.status} ${worst.diagnostic}`
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 500);
  return [
    {
      kind: 'status',
      externalId: id,
      state: 'failed',
      at,
      error: {
        code: worst.status || worst.reason,
        text: text.toWellFormed(),
        permanent: worst.permanent,
        ...(splitAddress(worst.recipient)
          ? { address: { kind: 'email', value: worst.recipient.slice(0, 320), reason: worst.reason } }
          : {}),
      },
    },
  ];
}

/** A read receipt (RFC 8098) says `displayed` about one of our mails. */
function readReceipts(mail: Mail, at: string): InboundStatus[] {
  const part = partOfType(mail, 'message/disposition-notification');
  if (!part) return [];
  const fields = Buffer.from(part.bytes.subarray(0, 20_000)).toString('utf8');
  const id = /^original-message-id:\s{0,5}(<[^<>\s]{1,900}>)/im.exec(fields)?.[1];
  const displayed = /^disposition:[^\n]{0,200};\s{0,5}displayed/im.test(fields);
  return id && displayed ? [{ kind: 'status', externalId: id, state: 'read', at }] : [];
}
