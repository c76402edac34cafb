import type { Body, Customer, PhoneApp, PhoneMessage } from '../phone/app.ts';
import type { ChatMessage, CustomerMedia, WhatsappSimulator } from './index.ts';
import { shownTemplate } from './templates.ts';

type Json = Record<string, unknown>;
const inner = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {});
const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
const list = (value: unknown): Json[] => (Array.isArray(value) ? value.map(inner) : []);

const kinds = new Set(['image', 'audio', 'voice', 'video', 'document', 'sticker']);
/** Kinds of messages that change another one and have no bubble of their own. */
const changes = new Set(['reaction', 'edit', 'revoke']);

/** What the customer can do there, by name. */
function actionsOf(platform: WhatsappSimulator): PhoneApp['actions'] {
  const by = (customer: Customer, body: Body) => ({ name: customer.name, replyTo: body.text('replyTo') });
  return {
    send: (customer, body) => send(platform, customer, body),
    press(customer, body) {
      const id = body.text('button') ?? '';
      const title = body.text('title') ?? id;
      const replyTo = body.text('message');
      if (id.startsWith('template:')) {
        const content = { type: 'template_button' as const, payload: title, text: title };
        return platform.customerSends(customer.phone, content, { name: customer.name, replyTo });
      }
      if (id.startsWith('order:') || id.startsWith('ask:')) return shop(platform, customer, { id, replyTo });
      if (id === 'location_request') return send(platform, customer, here(body));
      const type = body.text('list') === 'yes' ? 'list_reply' : 'button_reply';
      return platform.customerSends(customer.phone, { type, id, title }, { name: customer.name, replyTo });
    },
    edit: (customer, body) =>
      platform.customerSends(
        customer.phone,
        { type: 'edit', messageId: body.text('message') ?? '', text: body.text('text') ?? '' },
        by(customer, body),
      ),
    react: (customer, body) =>
      platform.customerSends(
        customer.phone,
        { type: 'reaction', messageId: body.text('message') ?? '', emoji: body.text('emoji') ?? '' },
        { name: customer.name },
      ),
    read: (customer) => platform.customerReads(customer.phone),
    ad: (customer) =>
      platform.customerSends(customer.phone, 'Olá! Posso saber mais sobre isso?', {
        name: customer.name,
        referral: advertisement,
      }),
  };
}

/** The messenger on the customer's phone. */
export function whatsappPhone(platform: WhatsappSimulator): PhoneApp {
  const { phoneNumber, verifiedName } = platform.config;
  const peer = phoneNumber.replace(/\D/g, '');
  return {
    id: 'whatsapp',
    ui: 'chat',
    name: 'WhatsApp',
    link: 'wa',
    icon: '<path d="M12 3.500a8.500 8.500 0 0 0-7.300 12.800L3.600 20.400l4.200-1.100A8.500 8.500 0 1 0 12 3.500Z" fill="none" stroke="#fff" stroke-width="1.700"/><path d="M9 7.800c-.3-.6-.9-.5-1.200-.2-1.300 1.300-.8 3.200 1.300 5.500 2.300 2.300 4.700 3.200 6.100 2 .5-.5.7-1.100.2-1.500l-1.700-1c-.4-.2-.7 0-1.100.5-.4.4-.7.3-1.500-.2-1-.7-1.600-1.400-1.900-2.100-.1-.4.5-.7.6-1.100.1-.4-.4-1.200-.8-1.900Z" fill="#fff"/>',
    colours: { light: ['#0b7a66', '#d6f5cb', '#ece5dc'], dark: ['#1c2a32', '#075a4b', '#0b141a'] },
    can: { edit: true, react: true, reply: true, start: false, block: false, ad: true },
    addressOf: (customer) => platform.chat(customer.phone).customer.waId,
    contacts: () => [{ id: peer, name: verifiedName, detail: phoneNumber }],
    messages: (customer) => shown(platform, customer, peer),
    actions: actionsOf(platform),
    file: (id) => {
      const media = platform.media(id);
      return media && { name: media.name ?? id, type: media.type, bytes: media.bytes };
    },
    onChange: (listener) =>
      void platform.onChange((waId) => {
        const kind = platform.chat(waId).businessTyping ? 'typing' : 'message';
        listener({ address: waId, peer, kind });
      }),
  };
}

/** What the demo's advertisement says of itself. */
const advertisement = {
  id: '120226305850001',
  url: 'https://fb.me/meadaDemo',
  headline: 'Tênis de inverno com 20% de desconto',
  body: 'Só até domingo. Fale com a gente.',
  click: 'AfDemoClickToWhatsApp',
};

/** Prices of the demo's catalogue, the same for the same article. */
const priceOf = (sku: string): number =>
  20 + ([...sku].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 200);

/** The customer puts a product into the basket and sends it, or asks about it. */
function shop(
  platform: WhatsappSimulator,
  customer: Customer,
  pressed: { id: string; replyTo?: string },
): string {
  const [what = '', sku = ''] = pressed.id.split(/:(.*)/s);
  if (what === 'ask')
    return platform.customerSends(customer.phone, 'Ainda tem?', { name: customer.name, product: sku });
  const items = [{ sku, quantity: 1, price: priceOf(sku), currency: 'BRL' }];
  return platform.customerSends(
    customer.phone,
    { type: 'order', items },
    {
      name: customer.name,
      replyTo: pressed.replyTo,
    },
  );
}

/** The page says where the customer is, or they are in the middle of Curitiba. */
const here = (body: Body): Body => ({
  ...body,
  text: (name) => (name === 'replyTo' ? body.text('message') : undefined),
  number: (name) => ({ latitude: -25.4284, longitude: -49.2733 })[name],
  files: () => [],
});

function send(platform: WhatsappSimulator, customer: Customer, body: Body): string[] {
  const options = { name: customer.name, replyTo: body.text('replyTo') };
  const [latitude, longitude] = [body.number('latitude'), body.number('longitude')];
  const said = body.text('text');
  if (latitude !== undefined && longitude !== undefined) {
    return [platform.customerSends(customer.phone, { type: 'location', latitude, longitude }, options)];
  }
  if (body.text('contact') === 'own') {
    const contact = { type: 'contact' as const, name: customer.name, phone: `+${customer.phone}` };
    return [platform.customerSends(customer.phone, contact, options)];
  }
  const files = body.files().map((file, order) => {
    const kind = (kinds.has(file.kind) ? file.kind : 'document') as CustomerMedia['kind'];
    const caption = order === 0 && kind !== 'voice' && kind !== 'audio' ? said : undefined;
    return platform.customerSendsMedia(customer.phone, { ...file, kind, caption }, options);
  });
  if (files.length > 0) return files;
  return [platform.customerSends(customer.phone, { type: 'text', text: said ?? '' }, options)];
}

function shown(platform: WhatsappSimulator, customer: Customer, peer: string): PhoneMessage[] {
  const all = platform.chat(customer.phone).messages;
  const { templates } = platform.config;
  const visible = all
    .filter((one) => !changes.has(one.type))
    .map((one) => phoneMessage(one, { all, peer, templates }));
  for (const change of all.filter((one) => changes.has(one.type))) applyChange(change, visible);
  return visible;
}

type Around = { all: ChatMessage[]; peer: string; templates: WhatsappSimulator['config']['templates'] };

/** Reactions, edits and deletions show on the message they are about. */
function applyChange(change: ChatMessage, visible: PhoneMessage[]): void {
  const { body } = change;
  const about = visible.find((one) => one.id === (body.message_id ?? body.original_message_id));
  if (!about) return;
  const mine = change.from === 'customer' ? 0 : 1;
  if (change.type === 'reaction') {
    const reactions = about.reactions ?? [];
    reactions[mine] = text(body.emoji) ?? '';
    about.reactions = reactions;
  } else if (change.type === 'edit') {
    about.text = text(inner(inner(body.message).text).body) ?? about.text;
    about.edited = true;
  } else about.text = '🚫';
}

function phoneMessage(message: ChatMessage, { all, peer, templates }: Around): PhoneMessage {
  const { body } = message;
  const known = message.type === 'template' ? templates.find((one) => one.name === body.name) : undefined;
  const template = known && shownTemplate(known, body);
  const mediaId = message.mediaId ?? template?.mediaId;
  const answered = message.replyTo ? all.find((one) => one.id === message.replyTo) : undefined;
  const contacts = list(message.type === 'contacts' ? (body.contacts ?? body) : undefined);
  const place = message.type === 'location' ? body : undefined;
  const kind = message.type === 'audio' && body.voice === true ? 'voice' : message.type;
  const file = { kind, name: text(body.filename) ?? kind, type: text(body.mime_type) ?? '' };
  return {
    id: message.id,
    peer,
    mine: message.from === 'customer',
    at: message.at,
    text: text(message.text) ?? wordsOf(message),
    ticks: message.state ?? 'sent',
    files: mediaId ? [{ ...file, url: `/control/whatsapp/file/${mediaId}` }] : [],
    ...choicesOf(body),
    header: text(inner(body.header).text),
    footer: text(inner(body.footer).text),
    ...(template && { header: template.header, footer: template.footer, buttons: template.buttons }),
    ...(answered && { replyTo: { id: answered.id, text: answered.text || '…' } }),
    ...(place && {
      location: {
        latitude: Number(place.latitude),
        longitude: Number(place.longitude),
        name: text(place.name),
        address: text(place.address),
      },
    }),
    contacts: contacts.map((one) => ({
      name: text(inner(one.name).formatted_name) ?? '?',
      phone: text(list(one.phones)[0]?.phone),
    })),
  };
}

function wordsOf({ type, body }: ChatMessage): string | undefined {
  const reply = inner(body.button_reply ?? body.list_reply);
  return text(reply.title) ?? (type === 'button' ? text(body.text) : undefined);
}

function choicesOf(body: Json): Pick<PhoneMessage, 'buttons' | 'list'> {
  const action = inner(body.action);
  const link = inner(action.parameters);
  // The phone's own button: it answers with the place the customer is at.
  if (body.type === 'location_request_message') return { buttons: [{ id: 'location_request', title: '📍' }] };
  const items = [action, ...list(action.sections).flatMap((one) => list(one.product_items))]
    .map((one) => text(one.product_retailer_id))
    .filter((sku) => sku !== undefined);
  if (body.type === 'product' || body.type === 'product_list') {
    return {
      buttons: items.flatMap((sku) => [
        { id: `order:${sku}`, title: `🛒 ${sku}` },
        { id: `ask:${sku}`, title: `❓ ${sku}` },
      ]),
    };
  }
  if (body.type === 'cta_url') {
    return { buttons: [{ id: '', title: text(link.display_text) ?? '', url: text(link.url) }] };
  }
  if (body.type === 'list') {
    const sections = list(action.sections).map((section) => ({
      title: text(section.title),
      rows: list(section.rows).map((row) => ({
        id: text(row.id) ?? '',
        title: text(row.title) ?? '',
        description: text(row.description),
      })),
    }));
    return { list: { button: text(action.button) ?? '…', sections } };
  }
  const buttons = list(action.buttons).map((button) => inner(button.reply));
  return { buttons: buttons.map((reply) => ({ id: text(reply.id) ?? '', title: text(reply.title) ?? '' })) };
}
