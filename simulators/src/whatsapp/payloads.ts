import type { Config } from './store.ts';
import { shownTemplate } from './templates.ts';
import type { Chat, ChatMessage, ChatState, CustomerContent, CustomerOptions } from './types.ts';

type Json = Record<string, unknown>;

/** The envelope of every webhook about messages. */
function envelope(config: Config, value: Json, field = 'messages'): Json {
  const metadata = {
    display_phone_number: config.phoneNumber.replace(/\D/g, ''),
    phone_number_id: config.phoneNumberId,
  };
  const whole = { messaging_product: 'whatsapp', metadata, ...value };
  return {
    object: 'whatsapp_business_account',
    entry: [{ id: config.businessAccountId, changes: [{ value: whole, field }] }],
  };
}

/** Webhook about the account itself, its numbers or templates. */
export function accountWebhook(config: Config, change: { field: string; value: Json }): Json {
  const time = Math.floor(config.now() / 1000);
  return {
    object: 'whatsapp_business_account',
    entry: [{ id: config.businessAccountId, time, changes: [change] }],
  };
}

const seconds = (at: string) => String(Math.floor(Date.parse(at) / 1000));

/** Webhook of a message a customer sent. */
export function messageWebhook(config: Config, { customer }: Chat, message: ChatMessage): Json {
  const hidden = message.hidesNumber === true;
  const contact = {
    profile: { name: customer.name },
    ...(hidden ? {} : { wa_id: customer.waId }),
    user_id: customer.userId,
  };
  const context = message.replyTo
    ? { context: { from: config.phoneNumber.replace(/\D/g, ''), id: message.replyTo } }
    : {};
  const item = {
    ...context,
    ...message.more,
    ...(hidden ? {} : { from: customer.waId }),
    from_user_id: customer.userId,
    id: message.id,
    timestamp: seconds(message.at),
    type: message.type,
    [message.type]: message.type === 'contacts' ? message.body.contacts : message.body,
  };
  return envelope(config, { contacts: [contact], messages: [item] });
}

type NumberChange = { before: Chat['customer']; after: Chat['customer']; id: string; at: string };

/** Webhook of a customer's new number. */
export function numberChangeWebhook(config: Config, { before, after, id, at }: NumberChange): Json {
  const system = {
    body: `User ${before.name} changed from ${before.waId} to ${after.waId}`,
    wa_id: after.waId,
    previous_user_id: before.userId,
    user_id: after.userId,
    type: 'user_changed_number',
  };
  return envelope(config, {
    messages: [{ from: before.waId, id, timestamp: seconds(at), type: 'system', system }],
  });
}

export type StatusFacts = {
  chat: Chat;
  message: ChatMessage;
  status: ChatState;
  at: string;
  error?: { code: number; title: string; details: string };
};

/** Webhook of what became of a message of the business. */
export function statusWebhook(config: Config, { chat, message, status, at, error }: StatusFacts): Json {
  const failed = error
    ? {
        errors: [
          {
            code: error.code,
            title: error.title,
            message: error.title,
            error_data: { details: error.details },
          },
        ],
      }
    : {
        pricing: {
          billable: false,
          pricing_model: 'PMP',
          category: 'service',
          type: 'free_customer_service',
        },
      };
  const item = {
    id: message.id,
    status,
    timestamp: seconds(at),
    recipient_id: chat.customer.waId,
    recipient_user_id: chat.customer.userId,
    ...(message.callbackData ? { biz_opaque_callback_data: message.callbackData } : {}),
    ...failed,
  };
  return envelope(config, { statuses: [item] });
}

/** The members of a message that tell where the customer came from or which product they ask about. */
export function moreOf(config: Config, { referral, product }: CustomerOptions): Json {
  const business = config.phoneNumber.replace(/\D/g, '');
  return {
    ...(referral && {
      referral: {
        source_url: referral.url,
        source_id: referral.id,
        source_type: 'ad',
        body: referral.body,
        headline: referral.headline,
        media_type: 'image',
        ctwa_clid: referral.click,
      },
    }),
    ...(product && {
      context: { from: business, referred_product: { catalog_id: '990011', product_retailer_id: product } },
    }),
  };
}

/** The platform's type and object for what a customer says. */
const shapes: {
  [K in CustomerContent['type']]: (content: Extract<CustomerContent, { type: K }>) => [string, Json];
} = {
  text: ({ text }) => ['text', { body: text }],
  location: ({ type: _, ...place }) => ['location', place],
  contact: ({ name, phone }) => [
    'contacts',
    { contacts: [{ name: { formatted_name: name, first_name: name }, phones: [{ phone, type: 'CELL' }] }] },
  ],
  button_reply: ({ id, title }) => ['interactive', { type: 'button_reply', button_reply: { id, title } }],
  list_reply: ({ type: _, ...row }) => ['interactive', { type: 'list_reply', list_reply: row }],
  template_button: ({ payload, text }) => ['button', { payload, text }],
  reaction: ({ messageId, emoji }) => ['reaction', { message_id: messageId, ...(emoji ? { emoji } : {}) }],
  edit: ({ messageId, text }) => [
    'edit',
    { original_message_id: messageId, message: { type: 'text', text: { body: text } } },
  ],
  revoke: ({ messageId }) => ['revoke', { original_message_id: messageId }],
  order: ({ items, text }) => [
    'order',
    {
      catalog_id: '990011',
      text: text ?? '',
      product_items: items.map((item) => ({
        product_retailer_id: item.sku,
        quantity: item.quantity,
        item_price: item.price,
        currency: item.currency,
      })),
    },
  ],
};

/** Type and object of a customer's message as the platform writes them. */
export function shapeOf(content: CustomerContent): [type: string, body: Json] {
  const shape = shapes[content.type] as (content: CustomerContent) => [string, Json];
  return shape(content);
}

/** The words of a message of the business as the customer reads them. */
export function wordsOf(type: string, body: Json, templates: Config['templates']): string {
  const inner = (value: unknown) => (typeof value === 'object' && value !== null ? (value as Json) : {});
  if (type === 'text') return String(body.body ?? '');
  if (type === 'interactive') return String(inner(body.body).text ?? '');
  if (type !== 'template') return String(body.caption ?? body.name ?? body.filename ?? '');
  const template = templates.find((one) => one.name === body.name);
  return template ? shownTemplate(template, body).text : String(body.name ?? '');
}
