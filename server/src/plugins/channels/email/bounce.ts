import { isOwn } from './address.ts';
import { daemonLocal, originalStart } from './automatic-patterns.ts';
import { reasonOf } from './bounce-reasons.ts';
import { bare, type Delivery, deliveriesOf, type Original, originalOf, partOfType, statusIn } from './dsn.ts';
import type { Mail } from './mail.ts';
import { headerValue, readMail } from './mime.ts';

/** What a bounce says: who was not reached, why, for good or for now, and which mail it was. */
export type Bounce = {
  deliveries: (Delivery & { reason: string; permanent: boolean })[];
  original: Original;
};

const addressIn = /[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?/gi;

/** Reads a mail already known to be a bounce; `own` are our addresses, never the failed one. */
export async function readBounce(mail: Mail, text: string, own: string): Promise<Bounce> {
  const inner = await nestedReport(mail);
  if (inner) return await readBounce(inner, inner.text, own);
  const original = await originalOf(mail, text);
  const report = reportOf(text);
  const part = partOfType(mail, 'message/delivery-status', 'message/global-delivery-status');
  const fields = part ? await deliveriesOf(part.bytes) : await deliveriesOf(printedFields(text));
  const known = fields.filter((one) => one.recipient.includes('@') || one.status || one.diagnostic);
  const failed = failedIn(mail, report, { original, own });
  const deliveries = known.length ? known : fromText(mail, failed, report);
  const said = (recipient: string) =>
    failed.find((one) => one.recipient === recipient)?.words ?? report.slice(0, 4000);
  return {
    original,
    deliveries: deliveries.map((one) => ({ ...one, ...verdict(one, said(one.recipient)) })),
  };
}

/** A gateway's note around the report itself, whose copy then says who was not reached. */
async function nestedReport(mail: Mail): Promise<Mail | null> {
  if (partOfType(mail, 'message/delivery-status', 'message/global-delivery-status')) return null;
  const part = partOfType(mail, 'message/rfc822');
  const head = part ? Buffer.from(part.bytes.subarray(0, 20_000)).toString('latin1') : '';
  if (!part || !/report-type\s{0,5}=\s{0,5}"?delivery-status/i.test(head)) return null;
  const inner = await readMail(part.bytes);
  return partOfType(inner, 'message/delivery-status') ? inner : null;
}

/** The report without the copy of the mail it is about. */
function reportOf(text: string): string {
  const whole = text.slice(0, 100_000);
  const copy = originalStart.exec(whole.slice(40));
  return copy ? whole.slice(0, copy.index + 40) : whole;
}

/** `Final-Recipient:` and its kin printed in the text, as gateways that flatten reports do. */
function printedFields(text: string): Uint8Array {
  const at = /^[>\s]{0,4}(?:(?:final|original)-recipient|action):/im.exec(text.slice(0, 100_000));
  return at ? Buffer.from(text.slice(at.index, at.index + 5000)) : new Uint8Array();
}

type Failed = { recipient: string; words: string };

function fromText(mail: Mail, failed: Failed[], report: string): Delivery[] {
  const delayed =
    /\(delay\)|delayed|warning: (?:message|could not)|will (?:be retried|keep trying|continue)|has not yet been delivered/i.test(
      `${mail.subject}\n${report.slice(0, 3000)}`,
    );
  return failed.slice(0, 50).map(({ recipient, words }) => ({
    recipient: bare(recipient),
    action: delayed ? 'delayed' : 'failed',
    status: statusIn(words) || statusIn(report),
    diagnostic: diagnosticIn(words),
  }));
}

const lineWithAddress =
  /^[ \t>*-]{0,12}(?:to: ?)?[<"']{0,2}([a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[a-z0-9][a-z0-9.-]{0,250})[>"']{0,2}(?=[\s:;,(]|$)/gim;

/** Recipients a report in words names, each with what is said about it: lines that begin with an address first. */
function failedIn(mail: Mail, report: string, about: { original: Original; own: string }): Failed[] {
  const text = report.slice(0, 30_000);
  const usable = (one: string) => !isOwn(one, about.own) && !daemonLocal.test(one.slice(0, one.indexOf('@')));
  const lines = [...text.matchAll(lineWithAddress)].filter(([, one = '']) => usable(one));
  const words = new Map<string, string>();
  for (const [index, line] of lines.entries()) {
    const recipient = (line[1] ?? '').replace(/\.$/, '');
    words.set(recipient, (words.get(recipient) ?? '') + text.slice(line.index, lines[index + 1]?.index));
  }
  const listed = headerValue(mail, 'x-failed-recipients')
    .split(/[\s,]+/)
    .filter((one) => one.includes('@'));
  if (listed.length) return listed.map((recipient) => ({ recipient, words: words.get(recipient) ?? text }));
  if (words.size)
    return [...words].map(([recipient, said]) => ({ recipient, words: words.size === 1 ? text : said }));
  const first = [...text.matchAll(addressIn)].map(([one]) => one).find(usable);
  return [{ recipient: first ?? about.original.to, words: text }];
}

/** The far server's own words: from its answer on, else everything that is said. */
function diagnosticIn(words: string): string {
  const answer =
    /(?:^|[\s:(])[45]\d\d[ -](?=\S)|(?:said|reason|diagnostic(?:-code)?):|[45]\.\d\.\d{1,3}\b/im.exec(words);
  return (answer ? words.slice(answer.index, answer.index + 1500) : words.slice(0, 3000)).trim();
}

/** An answer to MAIL FROM is about us: it tells nothing of the recipient. */
const toSender =
  /in reply to mail from command|after (?:pipelined )?mail from:|>>> mail from:\S{0,300}(?: \S{1,80}){0,4} <<< 5\d\d/i;

/**
 * A server that took the address and says "unknown user" only after the letter itself has filtered the letter: carriers
 * answer so for a sender their customer keeps out. A status that names the address (5.1.x) stands all the same.
 */
const afterLetter =
  /in reply to (?:end of )?data command|after (?:end of |sending )?data\b|>>> (?:data|\.) <<< 55\d/i;

/** The server's answer decides; when it says nothing clear, what the report says about the recipient does. */
function verdict(one: Delivery, words: string): { reason: string; permanent: boolean } {
  const told = reasonOf(one.status, one.diagnostic);
  const status = /^[45]\.0\.0$|^$/.test(one.status) ? statusIn(words) || one.status : one.status;
  const found = told.code === 'rejected' ? reasonOf(status, words) : told;
  const said = flat(words);
  const filtered = !status.startsWith('5.1.') && /\b550\b/.test(said) && afterLetter.test(said);
  if (found.permanent && (toSender.test(said) || (filtered && found.code === 'user_unknown')))
    return { reason: 'policy', permanent: false };
  // A delay without a word of why is the far server not answering.
  const reason = found.code === 'rejected' && one.action === 'delayed' ? 'expired' : found.code;
  return { reason, permanent: found.permanent && one.action === 'failed' };
}

const flat = (words: string): string => words.slice(0, 8000).replace(/\s+/g, ' ');
