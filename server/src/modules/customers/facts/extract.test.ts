import type { FactKind } from '@meada/contract/routes/facts';
import { expect, it } from 'vitest';
import { cpuMs } from '../../../kernel/testing/cpu.ts';
import { extractFacts } from './extract.ts';

/** Numbers with right check digits, made for this test. */
const cpf = '529.982.247-25';
const bare = '52998224725';

const tells: [text: string, asked: FactKind[], facts: string[]][] = [
  [`Meu CPF é ${cpf}`, [], [`cpf ${bare}`]],
  [`cpf ${bare}`, [], [`cpf ${bare}`]],
  [bare, ['cpf'], [`cpf ${bare}`]],
  [`${cpf}`, [], [`cpf ${bare}`]],
  ['CNPJ 11.222.333/0001-81', [], ['cnpj 11222333000181']],
  ['cnpj da minha empresa: 12.ABC.345/01DE-35', [], ['cnpj 12ABC34501DE35']],
  ['pode mandar pra Ana.Souza@exemplo.com.br obrigada', [], ['email ana.souza@exemplo.com.br']],
  ['meu telefone é 41 98877-6655', [], ['phone +5541988776655']],
  ['me liga no (41) 98877-6655', [], ['phone +5541988776655']],
  ['41988776655', ['phone'], ['phone +5541988776655']],
  ['Moro no CEP 80010-000', [], ['cep 80010-000']],
  ['80010000', ['cep'], ['cep 80010-000']],
  ['nasci em 07/03/1988', [], ['birth_date 1988-03-07']],
  ['7/3/1988', ['birth_date'], ['birth_date 1988-03-07']],
  ['É sobre o pedido nº 45123', [], ['order_number 45123']],
  ['pedido #AB-1029 não chegou', [], ['order_number AB-1029']],
  ['45123', ['order_number'], ['order_number 45123']],
  ['My order number is 99812', [], ['order_number 99812']],
  ['Olá! Meu nome é Maria Aparecida da Silva', [], ['name maria aparecida da silva']],
  ['João Pedro Souza', ['name'], ['name joao pedro souza']],
  ['Me llamo Lucía Fernández', [], ['name lucia fernandez']],
  [`Maria Souza\n${cpf}\nmaria@exemplo.com.br`, ['cpf'], [`cpf ${bare}`, 'email maria@exemplo.com.br']],
];
const tellsNothing: [text: string, asked: FactKind[]][] = [
  [`o CPF do meu marido é ${cpf}`, []],
  [`CPF dela: ${cpf}`, []],
  ['o e-mail da minha mãe é rosa@exemplo.com.br', []],
  ['529.982.247-24', ['cpf']],
  ['111.111.111-11', ['cpf']],
  [bare, []],
  ['paguei 80010000 reais', []],
  ['chegou dia 07/03/2026', []],
  ['meu pedido não chegou ainda', []],
  ['comprei em 2 pedidos', []],
  ['protocolo 20260302000123', []],
  ['código de barras 7891234567895', []],
  ['rastreio BR123456789BR', []],
  ['Bom dia', ['name']],
  ['Sim', ['name']],
  ['me chamo a atenção o preço', []],
  ['o seu telefone é (41) 3333-2222 né?', []],
  ['31/02/1990', ['birth_date']],
];

const told = (text: string, asked: FactKind[]): string[] =>
  extractFacts(text, asked).map(({ kind, canonical }) => `${kind} ${canonical}`);

it.each(tells)('%s (asked %j)', (text, asked, facts) => {
  expect(told(text, asked).sort()).toEqual([...facts].sort());
});
it.each(tellsNothing)('tells nothing: %s (asked %j)', (text, asked) => {
  expect(told(text, asked)).toEqual([]);
});

it('hostile texts cost no time', () => {
  const start = cpuMs();
  for (const part of [
    '1',
    '1.',
    '41 9',
    'a@',
    'a.',
    'A ',
    'pedido ',
    'pedido nº ',
    'Meu nome é A ',
    '1-',
    '(41)',
  ])
    extractFacts(part.repeat(20_000), ['cpf', 'name', 'phone', 'order_number', 'birth_date']);
  expect(cpuMs() - start).toBeLessThan(1500);
});
