import { Readable } from 'node:stream';
import type { OutboundMessage, SendResult } from '@meada/contract/channels';
import { createTransport } from 'nodemailer';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import type { ChannelIo } from '../../../modules/inboxes/port.ts';
import { smtpOptions } from './connect.ts';
import { format } from './format.ts';

/** How far an attempt came: once the last byte is out, only the server knows what became of the mail. */
type Progress = { lastByteOut: boolean };

/**
 * Sends over SMTP. A refused or broken connection before the end of DATA is `retry` (a server must not take what it
 * has not acknowledged, RFC 5321 §4.2.5); a cut after the final dot is `unknown`; 4xx `retry`; 5xx `failed`.
 */
export async function send(message: OutboundMessage, io: ChannelIo): Promise<SendResult> {
  const mail = format(message, io.settings, io.inbox.brand);
  const progress: Progress = { lastByteOut: false };
  try {
    const options = await smtpOptions(io);
    if (!options)
      return {
        state: 'failed',
        code: 'not_configured',
        text: 'No SMTP server in the settings of this inbox.',
      };
    const raw = await compose(message, mail);
    const transport = createTransport(options);
    try {
      const info = await transport.sendMail({ envelope: mail.envelope, raw: tracked(raw, progress) });
      const refused = info.rejected.map(String).includes(mail.envelope.to[0] ?? '');
      if (refused) return resultOf(info.rejectedErrors?.[0] ?? new Error('recipient refused'), progress);
      return { state: 'sent', externalId: mail.messageId, at: io.now().toISOString() };
    } finally {
      transport.close();
    }
  } catch (error) {
    return resultOf(error, progress);
  }
}

async function compose(message: OutboundMessage, mail: ReturnType<typeof format>): Promise<Buffer> {
  const attachments = await Promise.all(
    message.attachments.map(async (file) => ({
      filename: file.name,
      contentType: file.type,
      content: Buffer.from(await file.read()),
    })),
  );
  return new MailComposer({ ...mail, attachments }).compile().build();
}

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

function resultOf(error: unknown, progress: Progress): SendResult {
  const { code = '', responseCode = 0, response, message = 'unknown error' } = error as SmtpError;
  const text = (response ?? message).replace(/\s+/g, ' ').slice(0, 500);
  if (responseCode >= 500) return { state: 'failed', code: `smtp_${responseCode}`, text };
  if (responseCode >= 400) return { state: 'retry', code: `smtp_${responseCode}`, text, afterSeconds: 60 };
  if (progress.lastByteOut) return { state: 'unknown', code: code || 'connection_lost', text };
  if (code === 'EENVELOPE' || code === 'EMESSAGE') return { state: 'failed', code: code.toLowerCase(), text };
  return { state: 'retry', code: code.toLowerCase() || 'connection', text };
}
