import type { Outgoing } from '@meada/contract/content';
import { type TemplatePart, templateFields } from '@meada/contract/templates';
import { describe, expect, it } from 'vitest';
import { filledTemplate } from './template.ts';

type Template = Extract<Outgoing, { kind: 'template' }>;
const parts: TemplatePart[] = [
  { part: 'header', format: 'image' },
  { part: 'body', text: 'Oi, {{nome}}! Pedido {{pedido}}, {{nome}}.' },
  { part: 'footer', text: 'Loja' },
  {
    part: 'buttons',
    buttons: [
      { kind: 'reply', text: 'Sim' },
      { kind: 'url', text: 'Ver', url: 'https://loja.example/p/{{1}}' },
      { kind: 'copy_code', text: 'Copiar' },
      { kind: 'catalogue', text: 'Catálogo' },
    ],
  },
  {
    part: 'cards',
    cards: [
      [
        { part: 'header', format: 'video' },
        { part: 'body', text: 'Card {{1}}' },
      ],
    ],
  },
];
const template = (fields: Template['fields'], parameters: Template['parameters'] = []): Template => ({
  v: 1,
  kind: 'template',
  name: 'pronto',
  language: 'pt_BR',
  text: 'o que a mesa disse',
  parameters,
  ...(fields ? { fields } : {}),
});
const whole: NonNullable<Template['fields']> = [
  { at: 'header', attachment: 0 },
  { at: 'body.nome', value: 'Ana' },
  { at: 'body.pedido', value: '12' },
  { at: 'button.1', value: '12' },
  { at: 'button.2', value: 'DEZ' },
  { at: 'card.0.header', value: 'https://loja.example/v.mp4' },
  { at: 'card.0.body.1', value: 'um' },
];
const files = [{ kind: 'image' as const }];

describe('filling a template', () => {
  it('finds every field, where it stands and what it takes', () => {
    expect(
      templateFields(parts).map((field) => `${field.at} ${field.kind}${field.required ? '' : '?'}`),
    ).toEqual([
      'header image',
      'body.nome text',
      'body.pedido text',
      'button.1 text',
      'button.2 code',
      'button.3 product?',
      'card.0.header video',
      'card.0.body.1 text',
    ]);
  });
  it('says what the customer will read, whatever the desk said', () => {
    const filled = filledTemplate(template(whole), { parts, files });
    expect(filled.text).toBe('Oi, Ana! Pedido 12, Ana.\n\nLoja\n\nCard um');
    expect(filled.buttons).toEqual(['Sim', 'Ver', 'Copiar', 'Catálogo']);
    expect(filled.fields?.map((field) => field.kind)).toEqual([
      'image',
      'text',
      'text',
      'text',
      'code',
      'video',
      'text',
    ]);
  });
  it.each(whole.map((field) => field.at))('is refused without %s', (at) => {
    const without = whole.map((field) => (field.at === at ? { at, value: '  ' } : field));
    expect(() => filledTemplate(template(without), { parts, files })).toThrow(/empty/);
  });
  it('takes no picture where a film belongs, no file that is not there, no link in the clear', () => {
    const swap = (at: string, value: object) =>
      whole.map((field) => (field.at === at ? { at, ...value } : field));
    for (const fields of [
      swap('card.0.header', { attachment: 0 }),
      swap('header', { attachment: 1 }),
      swap('header', { value: 'http://loja.example/a.png' }),
    ])
      expect(() => filledTemplate(template(fields), { parts, files })).toThrow(/needs a file/);
  });
  it('takes the parameters of a program by name or number', () => {
    const body: TemplatePart[] = [{ part: 'body', text: 'Oi, {{1}}, nº {{2}}' }];
    const given = [{ value: 'Ana' }, { value: '7' }];
    expect(filledTemplate(template(undefined, given), { parts: body, files: [] }).text).toBe('Oi, Ana, nº 7');
    expect(() => filledTemplate(template(undefined, given.slice(1)), { parts: body, files: [] })).toThrow(
      /empty: 2/,
    );
  });
  it('a one-time code stands on its button, too', () => {
    const code: TemplatePart[] = [
      { part: 'body', text: '*{{1}}* é o seu código.' },
      { part: 'buttons', buttons: [{ kind: 'one_time_code', text: 'Copiar' }] },
    ];
    const { fields } = filledTemplate(template(undefined, [{ value: '123456' }]), { parts: code, files: [] });
    expect(fields).toEqual([
      { at: 'body.1', kind: 'text', value: '123456' },
      { at: 'button.0', kind: 'one_time_code', value: '123456' },
    ]);
  });
});
