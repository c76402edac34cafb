import { Outgoing } from '@meada/contract/content';
import { expect, it } from 'vitest';
import { type ChoiceDraft, type ChoiceKind, choiceContent, emptyDraft, hasDoubles } from './choices.ts';

const draft = (kind: ChoiceKind, some: Partial<ChoiceDraft> = {}): ChoiceDraft => ({
  ...emptyDraft(kind, 'Qual prefere?'),
  options: [
    { title: ' Azul ', about: 'no estoque' },
    { title: 'Verde', about: '' },
    { title: '', about: '' },
  ],
  button: 'Ver',
  url: 'https://loja.example/p',
  catalogue: '99',
  skus: 'TEN-38, MEI-1\n',
  ...some,
});

it.each<[ChoiceKind, object]>([
  ['buttons', { kind: 'buttons', buttons: [{ id: 'option-1', title: 'Azul' }, { title: 'Verde' }] }],
  [
    'list',
    { kind: 'list', button: 'Ver', sections: [{ rows: [{ title: 'Azul', description: 'no estoque' }, {}] }] },
  ],
  ['link', { kind: 'buttons', buttons: [{ title: 'Ver', url: 'https://loja.example/p' }] }],
  ['location_request', { kind: 'location_request', text: 'Qual prefere?' }],
  [
    'products',
    { kind: 'products', catalogue: '99', sections: [{ products: [{ sku: 'TEN-38' }, { sku: 'MEI-1' }] }] },
  ],
])('%s becomes what every channel can say', (kind, expected) => {
  const content = choiceContent(draft(kind));
  expect(content).toMatchObject(expected);
  expect(Outgoing.safeParse(content).success).toBe(true);
});

it.each<[string, ChoiceDraft]>([
  ['no text', draft('buttons', { text: '  ' })],
  ['no option', draft('buttons', { options: [] })],
  ['no words on the list', draft('list', { button: '' })],
  ['a link that is none', draft('link', { url: 'javascript:alert(1)' })],
  ['no catalogue', draft('products', { catalogue: '' })],
  [
    'the same option twice',
    draft('list', { options: ['Sim', 'sim'].map((title) => ({ title, about: '' })) }),
  ],
])('nothing is sent while there is %s', (_, given) => expect(choiceContent(given)).toBeNull());

it('the same words in another case are the same', () =>
  expect(
    hasDoubles(draft('buttons', { options: ['Sim', ' SIM'].map((title) => ({ title, about: '' })) })),
  ).toBe(true));
