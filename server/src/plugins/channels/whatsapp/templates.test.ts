import type { Outgoing } from '@meada/contract/content';
import { templateFields } from '@meada/contract/templates';
import { expect, it } from 'vitest';
import { formatTemplate } from './format-template.ts';
import { readTemplate } from './templates.ts';

type Fields = NonNullable<Extract<Outgoing, { kind: 'template' }>['fields']>;
const read = (components: object[]) =>
  readTemplate({ name: 'x', language: 'pt_BR', status: 'APPROVED', components });
const body = { type: 'BODY', text: 'Oi, {{nome}}' };

/** Every part as the platform lists it, a value for each field, and the component it becomes (Cloud API reference). */
const cases: [name: string, part: object, fields: Fields, component: object][] = [
  [
    'text header',
    { type: 'HEADER', format: 'TEXT', text: 'Pedido {{1}}' },
    [{ at: 'header.1', kind: 'text', value: ' 7\n8 ' }],
    { type: 'header', parameters: [{ type: 'text', text: '7 8' }] },
  ],
  [
    'picture',
    { type: 'HEADER', format: 'IMAGE' },
    [{ at: 'header', kind: 'image', value: 'https://loja.example/a.png' }],
    { type: 'header', parameters: [{ type: 'image', image: { link: 'https://loja.example/a.png' } }] },
  ],
  [
    'place',
    { type: 'HEADER', format: 'LOCATION' },
    [{ at: 'header', kind: 'location', place: { latitude: -25.4, longitude: -49.2, name: 'Loja' } }],
    {
      type: 'header',
      parameters: [{ type: 'location', location: { latitude: -25.4, longitude: -49.2, name: 'Loja' } }],
    },
  ],
  [
    'product',
    { type: 'HEADER', format: 'PRODUCT' },
    [{ at: 'header', kind: 'product', value: '99/TEN-38' }],
    {
      type: 'header',
      parameters: [{ type: 'product', product: { product_retailer_id: 'TEN-38', catalog_id: '99' } }],
    },
  ],
  [
    'offer that ends',
    { type: 'LIMITED_TIME_OFFER', limited_time_offer: { text: 'Acaba logo', has_expiration: true } },
    [{ at: 'offer', kind: 'time', value: '2026-03-02T12:00:00Z' }],
    {
      type: 'limited_time_offer',
      parameters: [
        { type: 'limited_time_offer', limited_time_offer: { expiration_time_ms: 1_772_452_800_000 } },
      ],
    },
  ],
  [
    'link with an ending',
    {
      type: 'BUTTONS',
      buttons: [
        { type: 'QUICK_REPLY', text: 'Sim' },
        { type: 'URL', text: 'Ver', url: 'https://x.example/{{1}}' },
      ],
    },
    [{ at: 'button.1', kind: 'text', value: 'p/7' }],
    { type: 'button', sub_type: 'url', index: '1', parameters: [{ type: 'text', text: 'p/7' }] },
  ],
  [
    'code to copy',
    { type: 'BUTTONS', buttons: [{ type: 'COPY_CODE', text: 'Copiar' }] },
    [{ at: 'button.0', kind: 'code', value: 'DEZ' }],
    {
      type: 'button',
      sub_type: 'copy_code',
      index: '0',
      parameters: [{ type: 'coupon_code', coupon_code: 'DEZ' }],
    },
  ],
  [
    'one-time code, as it comes back',
    {
      type: 'BUTTONS',
      buttons: [
        {
          type: 'URL',
          text: 'Copiar',
          url: 'https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp{{1}}',
        },
      ],
    },
    [{ at: 'button.0', kind: 'one_time_code', value: '123456' }],
    { type: 'button', sub_type: 'url', index: '0', parameters: [{ type: 'text', text: '123456' }] },
  ],
  [
    'catalogue',
    { type: 'BUTTONS', buttons: [{ type: 'CATALOG', text: 'Ver catálogo' }] },
    [{ at: 'button.0', kind: 'product', value: 'TEN-38' }],
    {
      type: 'button',
      sub_type: 'catalog',
      index: '0',
      parameters: [{ type: 'action', action: { thumbnail_product_retailer_id: 'TEN-38' } }],
    },
  ],
  [
    'several products',
    { type: 'BUTTONS', buttons: [{ type: 'MPM', text: 'Ver itens' }] },
    [{ at: 'button.0', kind: 'products', value: 'Tênis: A, B\nMeias: C' }],
    {
      type: 'button',
      sub_type: 'mpm',
      index: '0',
      parameters: [
        {
          type: 'action',
          action: {
            thumbnail_product_retailer_id: 'A',
            sections: [
              { title: 'Tênis', product_items: [{ product_retailer_id: 'A' }, { product_retailer_id: 'B' }] },
              { title: 'Meias', product_items: [{ product_retailer_id: 'C' }] },
            ],
          },
        },
      ],
    },
  ],
  [
    'form',
    { type: 'BUTTONS', buttons: [{ type: 'FLOW', text: 'Responder' }] },
    [{ at: 'button.0', kind: 'form', value: 'tok' }],
    {
      type: 'button',
      sub_type: 'flow',
      index: '0',
      parameters: [{ type: 'action', action: { flow_token: 'tok' } }],
    },
  ],
  [
    'cards',
    {
      type: 'CAROUSEL',
      cards: [
        {
          components: [
            { type: 'HEADER', format: 'VIDEO' },
            { type: 'BODY', text: 'Por {{1}}' },
          ],
        },
      ],
    },
    [
      { at: 'card.0.header', kind: 'video', value: 'https://loja.example/v.mp4' },
      { at: 'card.0.body.1', kind: 'text', value: 'R$ 9' },
    ],
    {
      type: 'carousel',
      cards: [
        {
          card_index: 0,
          components: [
            {
              type: 'header',
              parameters: [{ type: 'video', video: { link: 'https://loja.example/v.mp4' } }],
            },
            { type: 'body', parameters: [{ type: 'text', text: 'R$ 9' }] },
          ],
        },
      ],
    },
  ],
];

it.each(cases)('%s', (_, part, fields, component) => {
  const template = read([body, part]);
  const found = templateFields(template?.parts ?? []).filter((field) => field.at !== 'body.nome');
  expect(found.map(({ at, kind }) => ({ at, kind }))).toEqual(fields.map(({ at, kind }) => ({ at, kind })));
  const [draft] = formatTemplate({
    v: 1,
    kind: 'template',
    name: 'x',
    language: 'pt-BR',
    text: '',
    parameters: [],
    fields,
  });
  expect(draft?.body).toEqual({ name: 'x', language: { code: 'pt_BR' }, components: [component] });
});

it('a file of the message is uploaded into its place', () => {
  const fields: Fields = [{ at: 'header', kind: 'document', attachment: 0 }];
  const [draft] = formatTemplate({
    v: 1,
    kind: 'template',
    name: 'x',
    language: 'pt_BR',
    text: '',
    parameters: [],
    fields,
  });
  expect(draft?.media).toEqual([{ attachment: 0, into: {} }]);
  if (draft?.media?.[0]) draft.media[0].into.id = '77';
  expect(draft?.body).toMatchObject({ components: [{ parameters: [{ document: { id: '77' } }] }] });
});

it('offers none without words, nor with a part it has never seen', () => {
  expect(read([])).toBeUndefined();
  expect(read([body, { type: 'HOLOGRAM' }])).toBeUndefined();
  expect(read([body, { type: 'HEADER', format: 'HOLOGRAM' }])).toBeUndefined();
  expect(read([body, { type: 'BUTTONS', buttons: [{ type: 'HOLOGRAM', text: 'x' }] }])?.parts).toHaveLength(
    2,
  );
});

it('knows state, quality and what it costs', () => {
  const facts = {
    id: '9',
    category: 'MARKETING',
    quality_score: { score: 'YELLOW' },
    rejected_reason: 'NONE',
  };
  expect(readTemplate({ name: 'x', language: 'en', status: 'PAUSED', components: [body], ...facts })).toEqual(
    {
      name: 'x',
      language: 'en',
      key: '9',
      state: 'paused',
      reason: undefined,
      quality: 'medium',
      cost: 'marketing',
      parts: [{ part: 'body', text: 'Oi, {{nome}}' }],
    },
  );
});
