import type { Automatic } from '@meada/contract/channels';
import { isOwn } from './address.ts';
import {
  autoReplySubject,
  autoReplyText,
  bounceSubject,
  bounceText,
  daemonLocal,
  daemonName,
  notification,
  onlyAutoReplySubject,
} from './automatic-patterns.ts';
import { partOfType } from './dsn.ts';
import type { Mail } from './mail.ts';
import { headerValue, headerValues } from './mime.ts';

/**
 * Is this mail from a machine, and which kind? What a machine says about itself in headers comes first (RFC 3464,
 * 5965, 8098, 3834); wording is the last resort. A person who hands on or asks about a bounce is not a machine.
 */

type Signals = {
  mail: Mail;
  /** Visible words, plain. */
  text: string;
  own: string;
  /** Return path was `<>`: told by the envelope or the Return-Path header. */
  nullPath: boolean;
};

const localOf = (address: string) => address.slice(0, address.lastIndexOf('@') >>> 0).toLowerCase();

/** What the mail is: `no` for one that a person wrote, as far as anybody can tell. */
export function automaticKind(signals: Signals): Automatic {
  const notified = notification.exec(signals.text.slice(0, 200))?.[1]?.toLowerCase();
  if (notified) return notifications[notified] ?? 'auto_reply';
  if (isFeedback(signals)) return 'feedback_report';
  if (isBounce(signals)) return 'bounce';
  if (isAutoReply(signals)) return 'auto_reply';
  return isBulk(signals) ? 'bulk' : 'no';
}

const notifications: Record<string, Automatic> = { bounce: 'bounce', complaint: 'feedback_report' };

const reportType = (mail: Mail) =>
  /report-type\s{0,3}=\s{0,3}"?([\w-]+)/i.exec(headerValue(mail, 'content-type'))?.[1]?.toLowerCase() ?? '';

const isFeedback = ({ mail, text }: Signals) =>
  partOfType(mail, 'message/feedback-report') !== undefined ||
  reportType(mail) === 'feedback-report' ||
  (/^feedback-type:\s/im.test(text.slice(0, 20_000)) && /^user-agent:\s/im.test(text.slice(0, 20_000))) ||
  (headerValue(mail, 'x-hmxmroriginalrecipient') !== '' &&
    partOfType(mail, 'message/rfc822') !== undefined) ||
  (/^complaint about message from|^(?:abuse|spam) (?:report|complaint)|^email feedback report/i.test(
    mail.subject,
  ) &&
    partOfType(mail, 'message/rfc822', 'text/rfc822-headers') !== undefined);

/** A read receipt or a refusal to display: a machine's answer, not a failure of delivery. */
const isDisposition = (mail: Mail) =>
  partOfType(mail, 'message/disposition-notification') !== undefined ||
  reportType(mail) === 'disposition-notification';

const handedOn = /^\s*(?:re|res|aw|sv|fwd?|enc|rv|wg|tr)\s*:/i;

function isBounce(signals: Signals): boolean {
  const { mail, text, nullPath } = signals;
  if (isDisposition(mail)) return false;
  if (partOfType(mail, 'message/delivery-status', 'message/global-delivery-status'))
    return !handedOn.test(mail.subject);
  if (reportType(mail) === 'delivery-status' || headerValue(mail, 'x-failed-recipients')) return true;
  const start = text.slice(0, 20_000);
  const bySubject = bounceSubject.test(mail.subject) && !handedOn.test(mail.subject);
  const byText = bounceText.test(start);
  // A postmaster is a person too: one who answers, from an address that takes answers.
  const person =
    !nullPath && answers(mail) && handedOn.test(mail.subject) && !/daemon/i.test(headerValue(mail, 'from'));
  if (isDaemon(mail) && !(person && !hasCopy(mail, start) && isHuman(mail)))
    return (bySubject || byText) && !autoReplySubject.test(mail.subject);
  if (nullPath)
    return (bySubject && byText) || (byText && hasCopy(mail, start)) || (bySubject && hasCopy(mail, start));
  const machine = autoSubmitted(mail) || headerValue(mail, 'x-mlserver') !== '';
  return bySubject && byText && (machine || (hasCopy(mail, start) && !answers(mail)));
}

function isDaemon(mail: Mail): boolean {
  const senders = [...mail.from, ...mail.sender];
  const raw = headerValue(mail, 'from');
  return (
    senders.some(
      ({ address, name }) => daemonLocal.test(localOf(address)) || (!address && daemonName.test(name)),
    ) ||
    senders.some(({ name }) => /^(?:mailer-daemon|mail delivery (?:sub)?system)/i.test(name)) ||
    (senders.every(({ address }) => !address) && daemonName.test(raw)) ||
    (senders.some(({ name }) => daemonName.test(name)) && headerValue(mail, 'return-path') === '<>')
  );
}

/** A copy of another mail is in it: nested, or its headers printed. */
const hasCopy = (mail: Mail, text: string) =>
  partOfType(mail, 'message/rfc822', 'text/rfc822-headers') !== undefined ||
  (/^[>\s]{0,8}(?:message-id|received|date):/im.test(text) && /^[>\s]{0,8}(?:from|subject):/im.test(text));

const answers = (mail: Mail) => headerValue(mail, 'in-reply-to') !== '';

/** RFC 3834: anything but `no` is a machine. */
const autoSubmitted = (mail: Mail) => /^auto/i.test(headerValue(mail, 'auto-submitted'));

const machineHeaders: [name: string, value: RegExp][] = [
  ['auto-submitted', /^auto/i],
  ['x-autoreply', /^(?!no\b)./i],
  ['x-autorespond', /^(?!no\b)/i],
  ['x-auto-reply', /^(?!no\b)./i],
  ['x-autoresponse', /^(?!no\b)/i],
  ['x-autogenerated', /^(?:reply|yes|auto)/i],
  ['x-autoreply-from', /./],
  ['x-mail-autoreply', /./],
  ['x-apple-action', /vacation/i],
  ['x-ms-exchange-generated-message-source', /oof/i],
  ['precedence', /^auto/i],
  ['x-precedence', /^auto/i],
  ['delivered-to', /^autoresponder$/i],
  ['preference', /^auto/i],
  ['x-fc-machinegenerated', /^true/i],
  ['x-post-messageclass', /autoresponder/i],
];

function isAutoReply({ mail, text, own, nullPath }: Signals): boolean {
  if (isDisposition(mail)) return true;
  if (headerValues(mail, 'x-meada-loop').some((value) => value.toLowerCase() === own.toLowerCase()))
    return true;
  if (isOwnForm(mail, own)) return false;
  if (machineHeaders.some(([name, value]) => headerValues(mail, name).some((one) => value.test(one))))
    return true;
  const sign = nullPath || headerValue(mail, 'x-auto-response-suppress') !== '';
  // Machines write "Automatic reply: Re: …"; "Re: Out of office" is what a person answers to one.
  if (sign && autoReplySubject.test(mail.subject)) return true;
  if (onlyAutoReplySubject.test(mail.subject) && !handedOn.test(mail.subject)) return true;
  return sign && text.length < 5000 && autoReplyText.test(text.slice(0, 5000));
}

/** A form on the firm's own site: a machine sends it in our name, a person wrote it and stands in Reply-To. */
const isOwnForm = (mail: Mail, own: string) =>
  fromOurselves(mail, own) &&
  mail.replyTo.some(({ address }) => address.includes('@') && !isOwn(address, own));

/** "Re: Out of office" by somebody who answers such a mail: references to two mails or more, quoted words below. */
const isHuman = (mail: Mail) =>
  /^\s*(?:re|res|aw|sv|rv)\s*:/i.test(mail.subject) && /^\s*>/m.test(mail.text.slice(0, 50_000));

/**
 * List and bulk mail. A firm's own group address (its support mailbox is often a list) puts the same headers on every
 * customer's mail, so a list of our own does not count.
 */
function isBulk({ mail, own }: Signals): boolean {
  if (isOwnForm(mail, own)) return false;
  const lists = ['list-id', 'list-post', 'list-unsubscribe', 'mailing-list', 'list-help'].flatMap((name) =>
    headerValues(mail, name),
  );
  if (lists.some((value) => mentions(value, own))) return false;
  const precedence = /^(?:bulk|list|junk)\b/i.test(headerValue(mail, 'precedence'));
  const id = headerValue(mail, 'feedback-id') !== '' && headerValue(mail, 'list-unsubscribe') !== '';
  return precedence || lists.length > 0 || id;
}

function mentions(value: string, own: string): boolean {
  const text = value.toLowerCase();
  const [local = '', domain = ''] = own.toLowerCase().split('@');
  return text.includes(`${local}@${domain}`) || text.includes(`${local}.${domain}`);
}

/** Something asks not to be answered by machines, whoever wrote it: kept as a fact for the away message's guard. */
export const asksForSilence = (mail: Mail) =>
  /\b(?:all|oof|autoreply)\b/i.test(headerValue(mail, 'x-auto-response-suppress')) ||
  mail.from.some(({ address }) =>
    /^(?:no-?reply|do-?not-?reply|nao-?responda|no-?responder?|noreply)/i.test(localOf(address)),
  );

const fromOurselves = (mail: Mail, own: string) => mail.from.some(({ address }) => isOwn(address, own));
