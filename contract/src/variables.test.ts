import { describe, expect, it } from 'vitest';
import { wordsFor } from './canned.ts';
import {
  canonicalVariable,
  fillHtml,
  fillText,
  firstNameOf,
  greetingAt,
  hasVariable,
  holesOf,
} from './variables.ts';

const values = {
  'customer.name': 'Bia <b>Reis</b>',
  'customer.first_name': 'Bia',
  protocol: '20260302-000001-9',
  greeting: 'boa tarde',
  'customer.field.tamanho_do_pe': '36',
};

describe('variables', () => {
  it.each([
    ['cliente.nome', 'customer.name'],
    ['Cliente.Nome', 'customer.name'],
    ['customer', 'customer.name'],
    ['saudação', 'greeting'],
    ['agente.primer_nombre', 'agent.first_name'],
    ['cliente.campo.Tamanho do pé', 'customer.field.tamanho_do_pe'],
    ['conversation.field.x', 'conversation.field.x'],
    ['constructor', null],
    ['cliente.senha', null],
  ])('%s is %s', (written, name) => expect(canonicalVariable(written)).toBe(name));

  it.each([
    ['Oi, {{cliente.primeiro_nome}}!', 'Oi, Bia!'],
    ['Oi, {{ cliente.primeiro_nome }}!', 'Oi, Bia!'],
    ['Oi, {{cliente.email|tudo bem}}?', 'Oi, tudo bem?'],
    ['Oi{{cliente.email|}}!', 'Oi!'],
    ['Oi, {{desconhecida|amiga}}!', 'Oi, amiga!'],
    ['{{saudacao}}! Oi. {{saudacao}}, e {{saudacao}}', 'Boa tarde! Oi. Boa tarde, e boa tarde'],
    ['calça {{cliente.campo.tamanho_do_pé}}', 'calça 36'],
    ['sem { chaves } e {{}} e {{ 1+1 }}', 'sem { chaves } e {{}} e {{ 1+1 }}'],
  ])('%s reads %s', (source, text) => expect(fillText(source, values)).toEqual({ text, holes: [] }));

  it('names what could not be filled, where it stands', () => {
    const { text, holes } = fillText('{{protocolo}}: {{cliente.email}} e {{nada}}', values);
    expect(holes.map(({ from, to, name, why }) => [text.slice(from, to), name, why])).toEqual([
      ['{{cliente.email}}', 'cliente.email', 'empty'],
      ['{{nada}}', 'nada', 'unknown'],
    ]);
    expect(holesOf(text)).toEqual(holes);
    expect([hasVariable(text), hasVariable('{{nada}}'), hasVariable('oi')]).toEqual([true, false, false]);
  });

  it('puts values into rich text as text, and never fills what a value says', () => {
    expect(fillHtml('<p>Oi, {{cliente.nome}}</p>', values).text).toBe(
      '<p>Oi, Bia &lt;b&gt;Reis&lt;/b&gt;</p>',
    );
    const sly = { 'customer.name': '{{protocolo}}"><img src=x onerror=alert(1)>', protocol: 'P' };
    const { text } = fillHtml('<p title="x">{{cliente.nome}}</p>', sly);
    expect(text).not.toContain('<img');
    expect(holesOf(text)).toEqual([]);
    expect(text).not.toContain('{{');
  });

  it('stays quick with hostile text', () => {
    const begun = performance.now();
    fillText('{{'.repeat(50_000) + 'a '.repeat(50_000), values);
    fillText(`{{${'a '.repeat(100_000)}`, values);
    expect(performance.now() - begun).toBeLessThan(1000);
  });

  it.each([
    ['Dra. Ana Lima', 'Ana'],
    ['Ana', 'Ana'],
    ['Sr.', 'Sr.'],
    ['', ''],
  ])('%s is called %s', (name, first) => expect(firstNameOf(name)).toBe(first));

  it.each([
    [4, 'boa noite'],
    [5, 'bom dia'],
    [12, 'boa tarde'],
    [18, 'boa noite'],
  ])('at %i one says %s', (hour, words) => expect(greetingAt(hour, 'pt-BR')).toBe(words));
});

describe('the wording of a reply', () => {
  const reply = {
    text: 'base',
    html: '<p>base</p>',
    wordings: [
      { channels: ['sms'], locale: null, text: 'curto', html: null },
      { channels: [], locale: 'es' as const, text: 'es', html: null },
      { channels: ['sms'], locale: 'es' as const, text: 'es corto', html: null },
    ],
  };
  it.each([
    ['sms', 'pt-BR', 'curto'],
    ['sms', null, 'curto'],
    ['sms', 'es', 'es corto'],
    ['mail', 'es', 'es'],
    ['mail', 'en', 'base'],
    ['sms', 'en', 'curto'],
    [null, 'pt-BR', 'base'],
  ] as const)('for %s in %s is %s', (channel, locale, text) =>
    expect(wordsFor(reply, { channel, locale, ownLocale: 'pt-BR' }).text).toBe(text),
  );
});
