import type { OutboundMessage } from '@meada/contract/channels';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import type { ChannelIo } from '../../../modules/inboxes/port.ts';
import { signedMail } from './dkim.ts';
import { format } from './format.ts';

/** A message as the bytes of a mail, signed; `sentAt` for one that went out before and is written once more. */
export async function rawMail(
  message: OutboundMessage,
  io: Pick<ChannelIo, 'settings' | 'inbox'>,
  sentAt?: Date,
): Promise<{ raw: Buffer; mail: ReturnType<typeof format> }> {
  const mail = { ...format(message, io.settings, io.inbox.brand), ...(sentAt ? { date: sentAt } : {}) };
  return { raw: await signedMail(await compose(message, mail), io.settings), mail };
}

async function compose(message: OutboundMessage, mail: ReturnType<typeof format>): Promise<Buffer> {
  const attachments = await Promise.all(
    message.attachments.map(async (file) => ({
      filename: file.name,
      contentType: file.type,
      content: Buffer.from(await file.read()),
      ...(file.contentId ? { cid: file.contentId, contentDisposition: 'inline' as const } : {}),
    })),
  );
  const { html, pictures } = withParts(String(mail.html ?? ''));
  return new MailComposer({ ...mail, html, attachments: [...attachments, ...pictures] }).compile().build();
}

type Picture = {
  filename: string;
  contentType: string;
  content: Buffer;
  cid: string;
  contentDisposition: 'inline';
};

/** Pictures inside the HTML become parts of the mail: many mail programs show no others. The HTML was made safe before. */
function withParts(html: string): { html: string; pictures: Picture[] } {
  const pictures: Picture[] = [];
  const written = html.replace(
    /\bsrc="data:image\/([a-z]{3,4});base64,([A-Za-z0-9+/=\s]+)"/g,
    (_whole, kind: string, data: string) => {
      const contentType = `image/${kind}`;
      const cid = `picture-${pictures.length + 1}@meada.invalid`;
      const content = Buffer.from(data, 'base64');
      const filename = `picture-${pictures.length + 1}.${kind}`;
      pictures.push({ filename, contentType, content, cid, contentDisposition: 'inline' });
      return `src="cid:${cid}"`;
    },
  );
  return { html: written, pictures };
}
