import { Readable } from 'node:stream';
import type { OutboundMessage, SendResult } from '@meada/contract/channels';
import type { ChannelIo } from '../../../modules/inboxes/port.ts';
import { reasonOf } from './bounce-reasons.ts';
import { carriesUtf8, smtpTransport } from './connect.ts';
import { rawMail } from './raw-mail.ts';

/** How far an attempt came: once the last byte is out, only the server knows what became of the mail. */
type Progress = { lastByteOut: boolean };

/**
 * Sends over SMTP. A refused or broken connection before the end of DATA is `retry` (a server must not take what it
 * has not acknowledged, RFC 5321 §4.2.5); a cut after the final dot is `unknown`; 4xx `retry`; 5xx `failed`.
 */
export async function send(message: OutboundMessage, io: ChannelIo): Promise<SendResult> {
  const progress: Progress = { lastByteOut: false };
  try {
    // Asked first: afterwards the SMTP client would wrap a consent that ended into words of its own.
    await io.consent?.accessToken();
    const transport = await smtpTransport(io);
    if (!transport) return notConfigured;
    try {
      const { raw, mail } = await rawMail(message, io);
      const beyond = [mail.envelope.from, ...mail.envelope.to].find(needsUtf8);
      if (beyond && !(await carriesUtf8(io))) return notCarried(beyond);
      // The size is told beforehand (RFC 1870): what is too large is refused before it is carried over.
      const envelope = { ...mail.envelope, size: raw.length, use8BitMime: true };
      const info = await transport.sendMail({ envelope, raw: tracked(raw, progress) });
      const refused = info.rejected.map(String).includes(mail.envelope.to[0] ?? '');
      if (refused) return resultOf(info.rejectedErrors?.[0] ?? new Error('recipient refused'), progress);
      return { state: 'sent', externalId: mail.messageId, at: io.now().toISOString() };
    } finally {
      transport.close();
    }
  } catch (error) {
    return resultOf(await causeOf(error, io), progress);
  }
}

/** Why a sign-in failed: when the consent ended with it, that says more than the SMTP client's own error. */
async function causeOf(error: unknown, { consent }: ChannelIo): Promise<unknown> {
  if (!consent || (error as SmtpError).code !== 'EAUTH') return error;
  return await consent.accessToken().then(
    () => error,
    (cause: unknown) => cause,
  );
}

/** The local part of an address cannot be written otherwise, as a domain can (IDNA). */
const needsUtf8 = (address: string): boolean => /[^\p{ASCII}]/u.test(address);

/** Servers without SMTPUTF8 would mangle the address or refuse it with words nobody understands: it never goes out. */
const notCarried = (address: string): SendResult => ({
  state: 'failed',
  code: 'smtputf8',
  text: `The mail server of this inbox carries no addresses with letters like these (RFC 6531): ${address}`,
});

const notConfigured: SendResult = {
  state: 'failed',
  code: 'not_configured',
  text: 'No SMTP server in the settings of this inbox.',
};

/** The bytes in pieces; when the reader asks beyond the last one, all of it has been handed over. */
function tracked(raw: Buffer, progress: Progress): Readable {
  const size = 64 * 1024;
  return Readable.from(
    (function* () {
      for (let at = 0; at < raw.length; at += size) yield raw.subarray(at, at + size);
      progress.lastByteOut = true;
    })(),
  );
}

type SmtpError = { code?: string; responseCode?: number; response?: string; message?: string };

/** Pause after a consent ended, seconds: somebody has to sign in again, and then the mail goes. */
const consentPause = 300;

function resultOf(error: unknown, progress: Progress): SendResult {
  const { code = '', responseCode = 0, response, message = 'unknown error' } = error as SmtpError;
  const text = (response ?? message).replace(/\s+/g, ' ').slice(0, 500);
  if (code === 'consent_withdrawn') return { state: 'retry', code, text, afterSeconds: consentPause };
  if (responseCode >= 500) return { state: 'failed', code: codeOf(responseCode, text), text };
  if (responseCode >= 400) return { state: 'retry', code: `smtp_${responseCode}`, text, afterSeconds: 60 };
  if (progress.lastByteOut) return { state: 'unknown', code: code || 'connection_lost', text };
  // The client holds the size against the server's limit by itself.
  if (code === 'EMESSAGE' && /size larger than allowed/i.test(message))
    return { state: 'failed', code: 'too_large', text };
  if (code === 'EENVELOPE' || code === 'EMESSAGE') return { state: 'failed', code: code.toLowerCase(), text };
  return { state: 'retry', code: code.toLowerCase() || 'connection', text };
}

/** A refusal by its meaning where the words or the enhanced code tell it, else by its number. */
function codeOf(responseCode: number, text: string): string {
  const signIn = responseCode === 530 || responseCode === 534 || responseCode === 535;
  const status = /\b5\.\d{1,3}\.\d{1,3}\b/.exec(text)?.[0] ?? '';
  const reason = reasonOf(status, text).code;
  return signIn || reason === 'rejected' ? `smtp_${responseCode}` : reason;
}
