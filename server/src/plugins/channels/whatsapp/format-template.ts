import type { Outgoing } from '@meada/contract/content';
import type { TemplateValue } from '@meada/contract/templates';
import type { Draft } from './draft.ts';

type Template = Extract<Outgoing, { kind: 'template' }>;
type Field = NonNullable<Template['fields']>[number];
type Component = Record<string, unknown>;
type Media = { attachment: number; into: Record<string, unknown> };

/**
 * A template message (Cloud API, template messages): what is put into it, sorted by the component it belongs to. Where
 * a field stands says which component; what kind it is stands in the field.
 */
export function formatTemplate(content: Template): Draft[] {
  const { name, language } = content;
  const media: Media[] = [];
  const fields = content.fields ?? bodyFields(content);
  const components = componentsOf(fields, media);
  const body = { name, language: { code: language.replace('-', '_') }, components };
  return [{ type: 'template', body, ...(media.length > 0 ? { media } : {}) }];
}

/** Fields given as the parameters of the body alone. */
function bodyFields({ parameters }: Template): Field[] {
  return parameters.map(({ name, value }, n) => ({
    at: `body.${name ?? n + 1}`,
    kind: 'text' as const,
    value,
  }));
}

function componentsOf(fields: readonly Field[], media: Media[]): Component[] {
  const own = fields.filter((one) => !one.at.startsWith('card.'));
  const found: Component[] = [];
  const header = own.filter((one) => one.at === 'header' || one.at.startsWith('header.'));
  if (header.length > 0)
    found.push({ type: 'header', parameters: header.map((one) => headerParameter(one, media)) });
  const offer = own.find((one) => one.at === 'offer');
  if (offer) found.push(offerComponent(offer));
  const body = own.filter((one) => one.at.startsWith('body.'));
  if (body.length > 0) found.push({ type: 'body', parameters: body.map(textParameter) });
  found.push(...own.filter((one) => one.at.startsWith('button.')).flatMap(buttonComponent));
  const cards = cardsOf(fields);
  if (cards.size > 0) {
    const list = [...cards].map(([index, inner]) => ({
      card_index: index,
      components: componentsOf(inner, media),
    }));
    found.push({ type: 'carousel', cards: list });
  }
  return found;
}

/** Fields of cards by the card's number, without the card in their place. */
function cardsOf(fields: readonly Field[]): Map<number, Field[]> {
  const cards = new Map<number, Field[]>();
  for (const field of fields) {
    const [, index, at] = /^card\.(\d+)\.(.+)$/.exec(field.at) ?? [];
    if (index === undefined || at === undefined) continue;
    cards.set(Number(index), [...(cards.get(Number(index)) ?? []), { ...field, at }]);
  }
  return cards;
}

/** The platform refuses line breaks, tabs and runs of spaces in a parameter, and an empty one. */
const flat = (field: TemplateValue): string => (field.value ?? '').replace(/\s+/g, ' ').trim() || '-';

function textParameter(field: Field): Component {
  const name = field.at.split('.').at(-1) ?? '';
  // Numbered fields go by their order and must not be named.
  return { type: 'text', ...(/^\d+$/.test(name) ? {} : { parameter_name: name }), text: flat(field) };
}

function headerParameter(field: Field, media: Media[]): Component {
  const { kind = 'text', place, attachment, value } = field;
  if (kind === 'image' || kind === 'video' || kind === 'document') {
    const into: Record<string, unknown> = attachment === undefined ? { link: value ?? '' } : {};
    if (attachment !== undefined) media.push({ attachment, into });
    return { type: kind, [kind]: into };
  }
  if (kind === 'location') return { type: 'location', location: { ...place } };
  if (kind === 'product') return { type: 'product', product: productOf(value ?? '') };
  return textParameter(field);
}

/** `catalogue/sku`, or the article number alone where the platform knows the catalogue. */
function productOf(value: string): Component {
  const cut = value.indexOf('/');
  if (cut < 0) return { product_retailer_id: value };
  return { product_retailer_id: value.slice(cut + 1), catalog_id: value.slice(0, cut) };
}

function offerComponent({ value }: Field): Component {
  const at = Date.parse(value ?? '') || 0;
  const parameter = { type: 'limited_time_offer', limited_time_offer: { expiration_time_ms: at } };
  return { type: 'limited_time_offer', parameters: [parameter] };
}

/** By the kind of the field, and by its button's for codes: sub-type and what is in it. */
const buttonParameters: Record<
  string,
  (field: Field) => [subType: string, parameter: Component] | undefined
> = {
  text: (field) => ['url', { type: 'text', text: flat(field) }],
  one_time_code: (field) => ['url', { type: 'text', text: flat(field) }],
  code: (field) => ['copy_code', { type: 'coupon_code', coupon_code: flat(field) }],
  product: ({ value }) =>
    value ? ['catalog', { type: 'action', action: { thumbnail_product_retailer_id: value } }] : undefined,
  products: ({ value = '' }) => ['mpm', { type: 'action', action: productsAction(value) }],
  form: ({ value }) => ['flow', { type: 'action', action: { flow_token: value || 'unused' } }],
};

function buttonComponent(field: Field): Component[] {
  const made = buttonParameters[field.kind ?? 'text']?.(field);
  if (!made) return [];
  const [subType, parameter] = made;
  const index = field.at.slice('button.'.length);
  return [{ type: 'button', sub_type: subType, index, parameters: [parameter] }];
}

/** Lines `Title: sku, sku`, or article numbers with commas alone; the first one is the picture. */
function productsAction(value: string): Component {
  const sections = value
    .split('\n')
    .map((text) => text.trim())
    .filter(Boolean)
    .map((text) => {
      const [before, after] = text.includes(':') ? text.split(/:(.*)/s) : [undefined, text];
      const items = (after ?? '').split(',').map((sku) => ({ product_retailer_id: sku.trim() }));
      const title = before?.trim().slice(0, 24);
      return { ...(title ? { title } : {}), product_items: items.filter((one) => one.product_retailer_id) };
    });
  const first = sections[0]?.product_items[0]?.product_retailer_id ?? '';
  return { thumbnail_product_retailer_id: first, sections };
}
