import type { Config } from './store.ts';
import { wrongParameter } from './templates.ts';

type Json = Record<string, unknown>;

/** An error as the Graph API answers it. */
export class GraphError extends Error {
  readonly status: number;
  readonly code: number;
  readonly retryAfter?: number;
  readonly details?: string;
  readonly user?: { subcode: number; title: string; text: string };

  constructor(
    { status, code }: { status: number; code: number },
    message: string,
    more: { retryAfter?: number; details?: string; user?: GraphError['user'] } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfter = more.retryAfter;
    this.details = more.details;
    this.user = more.user;
  }

  body(): Json {
    const data = { messaging_product: 'whatsapp', details: this.details ?? this.message };
    const error = { message: this.message, type: 'OAuthException', code: this.code, error_data: data };
    const user = this.user && {
      error_subcode: this.user.subcode,
      error_user_title: this.user.title,
      error_user_msg: this.user.text,
    };
    return { error: { ...error, ...user, fbtrace_id: 'Asimulator' } };
  }
}

const invalid = (what: string) =>
  new GraphError({ status: 400, code: 100 }, `(#100) Invalid parameter: ${what}`);
const inner = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {});

/** Limits the platform enforces, by message type. */
const rules: Record<string, (body: Json, config: Config) => boolean> = {
  text: (body) => isText(body.body, 4096),
  image: hasMedia,
  audio: hasMedia,
  video: hasMedia,
  document: hasMedia,
  sticker: hasMedia,
  location: (body) => typeof body.latitude === 'number' && typeof body.longitude === 'number',
  contacts: (body) => Array.isArray(body) && body.length > 0,
  reaction: (body) => isText(body.message_id, 512) && typeof body.emoji === 'string',
  interactive: validInteractive,
  template: (body, config) => {
    const { code } = inner(body.language);
    const known = config.templates.find((one) => one.name === body.name && one.language === code);
    if (!known)
      throw new GraphError(
        { status: 404, code: 132001 },
        '(#132001) Template name does not exist in the translation',
      );
    if (known.status === 'PAUSED')
      throw new GraphError({ status: 400, code: 132015 }, '(#132015) Template is paused');
    const wrong = wrongParameter(known, body);
    if (wrong)
      throw new GraphError(
        { status: 400, code: 132000 },
        '(#132000) Number of parameters does not match the expected number of params',
        { details: wrong },
      );
    return true;
  },
};

/** Checks a message as the platform does; throws the error it would answer. */
export function validMessage(body: Json, config: Config): { to: string; type: string; content: Json } {
  if (body.messaging_product !== 'whatsapp') throw invalid('messaging_product');
  const to = body.to ?? body.recipient;
  if (typeof to !== 'string' || to === '')
    throw new GraphError({ status: 400, code: 131008 }, '(#131008) Required parameter is missing');
  const type = typeof body.type === 'string' ? body.type : 'text';
  const rule = Object.hasOwn(rules, type) ? rules[type] : undefined;
  const content = inner(body[type]);
  if (!rule) throw invalid('type');
  if (!rule(content, config)) throw invalid(type);
  return { to, type, content };
}

function isText(value: unknown, max: number): boolean {
  return typeof value === 'string' && value.trim() !== '' && value.length <= max;
}

function hasMedia(body: Json): boolean {
  const caption = body.caption === undefined || isText(body.caption, 1024);
  return caption && (isText(body.id, 200) || isText(body.link, 2000));
}

function validInteractive(body: Json): boolean {
  const productAction = inner(body.action);
  if (body.type === 'product')
    return isText(productAction.catalog_id, 100) && isText(productAction.product_retailer_id, 100);
  if (!isText(inner(body.body).text, 1024)) return false;
  const action = inner(body.action);
  if (body.type === 'location_request_message') return action.name === 'send_location';
  if (body.type === 'product_list') {
    const sections = list(action.sections);
    const items = sections.flatMap((one) => list(one.product_items));
    const headed = isText(inner(body.header).text, 60);
    return headed && isText(action.catalog_id, 100) && items.length > 0 && items.length <= 30;
  }
  if (body.type === 'cta_url') return isText(inner(action.parameters).display_text, 20);
  if (body.type === 'button') {
    const buttons = list(action.buttons).map((one) => inner(one.reply));
    const titles = new Set(buttons.map((one) => one.title));
    const fits = buttons.every((one) => isText(one.title, 20) && isText(one.id, 256));
    return buttons.length > 0 && buttons.length <= 3 && fits && titles.size === buttons.length;
  }
  if (body.type !== 'list') return false;
  const sections = list(action.sections);
  const rows = sections.flatMap((one) => list(one.rows));
  const fits = rows.every((one) => isText(one.title, 24) && isText(one.id, 200));
  const titled = sections.length === 1 || sections.every((one) => isText(one.title, 24));
  return isText(action.button, 20) && rows.length > 0 && rows.length <= 10 && fits && titled;
}

function list(value: unknown): Json[] {
  return Array.isArray(value) ? value.map(inner) : [];
}
