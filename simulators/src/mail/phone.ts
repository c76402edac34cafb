import type { Body, Customer, PhoneApp, PhoneBytes, PhoneMessage } from '../phone/app.ts';
import type { Mail } from './index.ts';
import type { ReadMail } from './store.ts';

/** A mailbox of the firm, as the customers' address book has it. */
export type FirmMailbox = { address: string; name: string };

type Address = { name?: string; address?: string; group?: { name?: string; address?: string }[] };

/** The mail program on the customer's phone. What the customer wrote is kept here, as a folder "sent" would. */
export function mailPhone(mail: Mail, firm: FirmMailbox[]): PhoneApp {
  const sent = new Map<string, PhoneMessage[]>();
  const files = new Map<string, PhoneBytes>();
  const keep = (id: string, order: number, file: PhoneBytes) => {
    const key = `${Buffer.from(id).toString('base64url')}-${order}`;
    files.set(key, file);
    return `/control/mail/file/${key}`;
  };
  return {
    id: 'mail',
    ui: 'mail',
    name: 'E-mail',
    link: 'mail',
    icon: '<rect x="3.500" y="6" width="17" height="12" rx="2" fill="none" stroke="#fff" stroke-width="1.600"/><path d="m4.500 7.500 7.500 6 7.500-6" fill="none" stroke="#fff" stroke-width="1.600"/>',
    colours: { light: ['#3557c4', '#dfe7ff', '#f4f6fb'], dark: ['#223058', '#2c3c70', '#10171d'] },
    can: { edit: false, react: false, reply: true, start: false, block: false },
    addressOf: (customer) => customer.email,
    contacts: () => firm.map(({ address, name }) => ({ id: address, name, detail: address })),
    async messages(customer) {
      const received = await mail.mailbox(customer.email);
      const shown = received.map((one) => receivedMail(one, keep));
      return [...shown, ...(sent.get(customer.email) ?? [])].sort((a, b) => a.at.localeCompare(b.at));
    },
    actions: {
      async send(customer, body) {
        const received = await mail.mailbox(customer.email);
        const answered = received.find((one) => idOf(one) === body.text('replyTo'));
        const own = sent.get(customer.email)?.find((one) => one.id === body.text('replyTo'));
        const references = [answered?.mail.references ?? '', answered?.mail.messageId ?? own?.id ?? ''];
        const letter = letterOf(customer, body, references.join(' ').split(/\s+/).filter(Boolean));
        const id = await mail.customerSends(letter);
        sent.set(customer.email, [...(sent.get(customer.email) ?? []), sentMail(id, letter, keep)]);
        return id;
      },
      bounce: (customer) => mail.bounceNext(customer.email),
      vacation: (customer, body) => mail.vacationFor(customer.email, body.text('text') || null),
      read: () => undefined,
    },
    file: (id) => files.get(id),
    onChange: (listener) => void mail.onChange((address) => listener({ address, kind: 'message' })),
  };
}

type Keep = (id: string, order: number, file: PhoneBytes) => string;
type Letter = ReturnType<typeof letterOf>;

function letterOf(customer: Customer, body: Body, references: string[]) {
  const to = body.list('toAll');
  const single = body.text('to');
  if (to.length === 0 && single) to.push(single);
  if (to.length === 0) throw new Error('a mail needs a receiver');
  return {
    from: { name: customer.name, address: customer.email },
    to,
    cc: body.list('cc'),
    subject: body.text('subject') ?? '',
    text: body.text('text') ?? '',
    ...(body.text('html') && { html: body.text('html') }),
    attachments: body.files().map(({ name, type, bytes }) => ({ name, type, content: Buffer.from(bytes) })),
    ...(references.length > 0 && { inReplyTo: references.at(-1), references }),
  };
}

function sentMail(id: string, letter: Letter, keep: Keep): PhoneMessage {
  const { from, to, cc, subject, text } = letter;
  return {
    id,
    peer: (to[0] ?? '').toLowerCase(),
    mine: true,
    at: new Date().toISOString(),
    text,
    files: letter.attachments.map((file, order) =>
      phoneFile(file, keep(id, order, { ...file, bytes: file.content })),
    ),
    mail: { subject, from: `${from.name} <${from.address}>`, to, cc },
  };
}

const idOf = ({ mail, uid }: ReadMail) => mail.messageId ?? `uid-${uid}`;

function receivedMail(one: ReadMail, keep: Keep): PhoneMessage {
  const { mail } = one;
  const id = idOf(one);
  const bytesOf = (content: ArrayBuffer | Uint8Array | string) =>
    typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content);
  const attached = (mail.attachments ?? []).map((file, order) => {
    const kept = { name: file.filename ?? 'attachment', type: file.mimeType, bytes: bytesOf(file.content) };
    return { file, shown: phoneFile(kept, keep(id, order, kept)) };
  });
  const inline = attached.filter(
    ({ file }) => file.contentId && mail.html?.includes(`cid:${bare(file.contentId)}`),
  );
  return {
    id,
    peer: (mail.from?.address ?? '').toLowerCase(),
    mine: false,
    at: one.at.toISOString(),
    text: mail.text,
    files: attached.filter((entry) => !inline.includes(entry)).map(({ shown }) => shown),
    mail: {
      subject: mail.subject ?? '',
      from: words(mail.from as Address | undefined),
      to: (mail.to ?? []).map((to) => words(to as Address)),
      cc: (mail.cc ?? []).map((cc) => words(cc as Address)),
      html: inline.reduce((html, { file }) => withPicture(html, file), mail.html),
    },
  };
}

const bare = (contentId: string | undefined) => (contentId ?? '').replace(/^<|>$/g, '');

/** Pictures inside the mail become part of the page: the frame that shows it may load nothing. */
function withPicture(
  html: string | undefined,
  file: { contentId?: string; mimeType: string; content: ArrayBuffer | Uint8Array | string },
): string | undefined {
  if (typeof file.content === 'string') return html;
  const data = Buffer.from(new Uint8Array(file.content)).toString('base64');
  return html?.replaceAll(`cid:${bare(file.contentId)}`, `data:${file.mimeType};base64,${data}`);
}

function words(address: Address | undefined): string {
  if (!address) return '';
  if (address.group) return address.group.map(words).join(', ');
  return address.name ? `${address.name} <${address.address ?? ''}>` : (address.address ?? '');
}

function phoneFile(file: { name: string; type: string }, url: string) {
  const family = file.type.split('/')[0] ?? '';
  const kind = ['image', 'audio', 'video'].includes(family) ? family : 'document';
  return { kind, name: file.name, type: file.type, url };
}
