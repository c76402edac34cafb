import { type TemplatePart as Part, type TemplateButton, TemplatePart } from '@meada/contract/templates';
import type { ChannelIo, MessageTemplate } from '../../../modules/inboxes/port.ts';
import { graph } from './graph.ts';
import { line, number, type Raw, record, records, text } from './read.ts';
import { accountOf } from './settings.ts';

/** The platform's states; one that is not here cannot be sent either. */
const states: Record<string, MessageTemplate['state']> = {
  APPROVED: 'approved',
  REINSTATED: 'approved',
  // At risk, and still sent.
  FLAGGED: 'approved',
  UNPAUSED: 'approved',
  PENDING: 'pending',
  IN_APPEAL: 'pending',
  PAUSED: 'paused',
};
const qualities: Record<string, NonNullable<MessageTemplate['quality']>> = {
  GREEN: 'high',
  YELLOW: 'medium',
  RED: 'low',
};
const costs: Record<string, NonNullable<MessageTemplate['cost']>> = {
  MARKETING: 'marketing',
  UTILITY: 'utility',
  AUTHENTICATION: 'authentication',
};

const named = <T>(table: Record<string, T>, value: unknown): T | undefined => {
  const name = line(value, 64)?.toUpperCase() ?? '';
  return Object.hasOwn(table, name) ? table[name] : undefined;
};
export const stateOf = (value: unknown): MessageTemplate['state'] => named(states, value) ?? 'rejected';
export const qualityOf = (value: unknown) => named(qualities, value);
export const costOf = (value: unknown) => named(costs, value);

/** Pages of 100 followed at most: an account may have 6,000 templates. */
const maxPages = 60;
const fields = 'id,name,language,status,category,quality_score,rejected_reason,parameter_format,components';

/** The account's templates with all their parts. Throws in the platform's words. */
export async function templates(io: ChannelIo): Promise<MessageTemplate[]> {
  const account = encodeURIComponent(accountOf(io.settings).businessAccountId);
  const found: MessageTemplate[] = [];
  let after = '';
  for (let page = 0; page < maxPages; page += 1) {
    const cursor = after ? `&after=${encodeURIComponent(after)}` : '';
    const path = `${account}/message_templates?fields=${fields}&limit=100${cursor}`;
    const answer = await graph(io, { path });
    if (answer.kind !== 'ok') throw new Error(answer.words);
    found.push(
      ...records(answer.body.data)
        .map(readTemplate)
        .filter((one) => one !== undefined),
    );
    const paging = record(answer.body.paging) ?? {};
    after = text(record(paging.cursors)?.after, 1000) ?? '';
    if (!after || !paging.next) break;
  }
  return found;
}

/** One template, or undefined when it has no name, no words or a part of a kind that we do not know how to fill in. */
export function readTemplate(template: Raw): MessageTemplate | undefined {
  const name = line(template.name, 512);
  const language = line(template.language, 16);
  const parts = partsOf(records(template.components));
  if (!name || !language || !parts?.some((one) => one.part === 'body')) return undefined;
  const reason = line(template.rejected_reason, 200);
  return {
    name,
    language,
    key: line(template.id, 64),
    state: stateOf(template.status),
    reason: reason === 'NONE' ? undefined : reason,
    quality: qualityOf(record(template.quality_score)?.score),
    cost: costOf(template.category),
    parts,
  };
}

/** The parts in the order the customer sees them; undefined when one of them is of a kind never seen. */
function partsOf(components: Raw[]): Part[] | undefined {
  const found: Part[] = [];
  for (const component of components) {
    const type = line(component.type, 64)?.toUpperCase() ?? '';
    const reader = Object.hasOwn(readers, type) ? readers[type] : undefined;
    const part = reader && TemplatePart.safeParse(reader(component));
    if (!part?.success) return undefined;
    found.push(part.data);
  }
  return found;
}

const formats = new Set(['text', 'image', 'video', 'document', 'location', 'product']);

const readers: Record<string, (component: Raw) => unknown> = {
  HEADER: (component) => {
    const format = line(component.format, 32)?.toLowerCase() ?? 'text';
    const words = format === 'text' ? { text: text(component.text, 1024) ?? '' } : {};
    return formats.has(format) ? { part: 'header', format, ...words } : undefined;
  },
  BODY: (component) => ({ part: 'body', text: text(component.text, 4096) ?? '' }),
  FOOTER: (component) => {
    const minutes = number(component.code_expiration_minutes);
    return {
      part: 'footer',
      text: text(component.text, 1024) ?? (minutes === undefined ? '' : `${minutes} min`),
    };
  },
  LIMITED_TIME_OFFER: (component) => {
    const offer = record(component.limited_time_offer) ?? component;
    return { part: 'offer', text: text(offer.text, 256) ?? '', expires: offer.has_expiration !== false };
  },
  BUTTONS: (component) => ({ part: 'buttons', buttons: records(component.buttons).map(buttonOf) }),
  CAROUSEL: (component) => ({
    part: 'cards',
    cards: records(component.cards).map((card) => partsOf(records(card.components)) ?? [{ part: 'unknown' }]),
  }),
};

const buttons: Record<string, TemplateButton['kind']> = {
  QUICK_REPLY: 'reply',
  URL: 'url',
  PHONE_NUMBER: 'phone',
  COPY_CODE: 'copy_code',
  CATALOG: 'catalogue',
  MPM: 'products',
  SPM: 'product',
  FLOW: 'form',
  OTP: 'one_time_code',
};

function buttonOf(button: Raw): TemplateButton {
  const type = line(button.type, 64)?.toUpperCase() ?? '';
  const url = text(button.url, 2000);
  const phone = line(button.phone_number, 64);
  // A template for one-time codes comes back with the platform's own link for its button.
  const isCode = url !== undefined && /^https:\/\/www\.whatsapp\.com\/otp\//.test(url);
  const kind = isCode
    ? 'one_time_code'
    : ((Object.hasOwn(buttons, type) ? buttons[type] : undefined) ?? 'other');
  return {
    kind,
    text: line(button.text, 256) ?? '',
    ...(url && !isCode ? { url } : {}),
    ...(phone ? { phone } : {}),
  };
}
