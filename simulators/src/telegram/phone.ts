import type { Body, Customer, PhoneApp, PhoneMessage } from '../phone/app.ts';
import type { Change, FileKind, SimMessage, Telegram } from './index.ts';

const kinds: Record<string, FileKind> = {
  image: 'photo',
  voice: 'voice',
  audio: 'audio',
  video: 'video',
  sticker: 'sticker',
  document: 'document',
};
/** Field of a message → kind of file on the page. */
const fields = ['photo', 'animation', 'voice', 'audio', 'video', 'video_note', 'sticker', 'document'];

/** The messenger on the customer's phone. */
export function telegramPhone(platform: Telegram): PhoneApp {
  const peers = () => platform.bots();
  return {
    id: 'telegram',
    ui: 'chat',
    name: 'Telegram',
    link: 'tg',
    icon: '<path d="M4 11.7 19 5.9c.7-.3 1.300.2 1.100 1.100l-2.500 11.700c-.2.8-.7 1-1.400.6l-3.800-2.800-1.900 1.800c-.2.2-.4.4-.8.4l.3-3.900 7.100-6.400c.3-.3-.1-.4-.5-.2l-8.700 5.500L4.200 12.600c-.8-.3-.8-.8-.2-.9z" fill="#fff"/>',
    colours: { light: ['#1f74b0', '#e3f7cf', '#d5e4ea'], dark: ['#1d3448', '#2b5278', '#0e1621'] },
    can: { edit: true, react: true, reply: true, start: true, block: true },
    addressOf: (customer) => String(customer.account),
    contacts: () =>
      peers().map((bot) => ({ id: bot.username ?? '', name: bot.first_name, detail: `@${bot.username}` })),
    messages: (customer) => peers().flatMap((bot) => shown(platform, customer, bot.username ?? '')),
    actions: actionsOf(platform),
    file: (id) => platform.file(id),
    onChange: (listener) =>
      void platform.onChange((change: Change) =>
        listener({
          address: String(change.chatId),
          peer: change.bot,
          kind: change.kind === 'typing' ? 'typing' : 'message',
        }),
      ),
  };
}

/** The bot meant: the one named, else the only one there is. */
const at = (platform: Telegram, body: Body) => ({
  bot: body.text('to') ?? platform.bots()[0]?.username ?? '',
});
const messageId = (body: Body) => Number(body.text('message'));

function actionsOf(platform: Telegram): PhoneApp['actions'] {
  return {
    send: (customer, body) => send(platform, customer, body),
    start: (customer, body) =>
      void platform.startsWith(known(platform, customer), {
        ...at(platform, body),
        token: body.text('token'),
      }),
    press: (customer, body) =>
      platform.customerPresses(known(platform, customer), {
        ...at(platform, body),
        messageId: messageId(body),
        data: body.text('button') ?? '',
      }),
    edit: (customer, body) =>
      platform.customerEdits(known(platform, customer), {
        ...at(platform, body),
        messageId: messageId(body),
        text: body.text('text') ?? '',
      }),
    react: (customer, body) =>
      platform.customerReacts(known(platform, customer), {
        ...at(platform, body),
        messageId: messageId(body),
        emoji: body.text('emoji') || null,
      }),
    block: (customer, body) =>
      platform.customerBlocks(known(platform, customer), {
        ...at(platform, body),
        blocked: body.text('blocked') === 'yes',
      }),
    read: () => undefined,
  };
}

function send(platform: Telegram, customer: Customer, body: Body): string[] {
  const files = body.files().map((file) => ({ ...file, kind: kinds[file.kind] ?? 'document' }));
  const replyTo = body.text('replyTo');
  const [latitude, longitude] = [body.number('latitude'), body.number('longitude')];
  const location = latitude !== undefined && longitude !== undefined ? { latitude, longitude } : undefined;
  const own = { phone: customer.phone, firstName: customer.name, own: true };
  const saying = {
    ...at(platform, body),
    text: body.text('text'),
    files,
    location,
    ...(body.text('contact') === 'own' && { contact: own }),
    ...(replyTo && { replyTo: Number(replyTo) }),
  };
  return platform.customerSends(known(platform, customer), saying).map((one) => String(one.raw.message_id));
}

/** Makes the customer a user of the platform, with the names of now. */
function known(platform: Telegram, customer: Customer): number {
  const [firstName = customer.name, ...rest] = customer.name.split(' ');
  const lastName = rest.join(' ');
  const language = customer.locale.toLowerCase();
  return platform.customer({ id: customer.account, firstName, language, ...(lastName && { lastName }) }).id;
}

function shown(platform: Telegram, customer: Customer, peer: string): PhoneMessage[] {
  return platform.chat(customer.account, { bot: peer }).map((message) => phoneMessage(message, peer));
}

type Raw = Record<string, unknown>;
const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

function phoneMessage(message: SimMessage, peer: string): PhoneMessage {
  const raw = message.raw as SimMessage['raw'] & Raw;
  const mine = message.by === 'customer';
  const venue = raw.venue as Raw | undefined;
  const location = raw.location as { latitude: number; longitude: number } | undefined;
  const contact = raw.contact as { first_name: string; phone_number: string } | undefined;
  const reply = raw.reply_to_message as (Raw & { message_id: number }) | undefined;
  return {
    id: String(raw.message_id),
    peer,
    mine,
    at: new Date(raw.date * 1000).toISOString(),
    text: text(raw.text) ?? text(raw.caption),
    ...(mine && { ticks: message.delivered ? ('read' as const) : ('sent' as const) }),
    files: filesOf(raw),
    buttons: buttonsOf(raw),
    reactions: Object.values(message.reactions).flat(),
    edited: raw.edit_date !== undefined,
    ...(reply && {
      replyTo: { id: String(reply.message_id), text: text(reply.text) ?? text(reply.caption) ?? '…' },
    }),
    ...(location && { location: { ...location, name: text(venue?.title), address: text(venue?.address) } }),
    ...(contact && { contacts: [{ name: contact.first_name, phone: contact.phone_number }] }),
  };
}

function filesOf(raw: Raw): PhoneMessage['files'] {
  const field = fields.find((name) => raw[name] !== undefined);
  const value = field && raw[field];
  const file = (Array.isArray(value) ? value.at(-1) : value) as Raw | undefined;
  if (!field || !file) return [];
  const kind = { photo: 'image', animation: 'video', video_note: 'video' }[field] ?? field;
  const type = text(file.mime_type) ?? (kind === 'image' ? 'image/jpeg' : 'application/octet-stream');
  return [
    { kind, name: text(file.file_name) ?? kind, type, url: `/control/telegram/file/${String(file.file_id)}` },
  ];
}

function buttonsOf(raw: Raw): PhoneMessage['buttons'] {
  const markup = raw.reply_markup as { inline_keyboard?: Raw[][] } | undefined;
  return (markup?.inline_keyboard ?? []).flat().map((button) => ({
    id: text(button.callback_data) ?? '',
    title: text(button.text) ?? '',
    ...(text(button.url) && { url: text(button.url) }),
  }));
}
