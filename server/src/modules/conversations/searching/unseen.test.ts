import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCorpus } from './testing-corpus.ts';

/** Written before anything of it was tried: what people write, and what others type to find it again. */
const corpus = {
  went: 'Fui na loja ontem e estava fechada',
  going: 'Vou buscar o pacote amanhã cedo',
  brought: 'O entregador trouxe o sofá errado',
  bring: 'Podem trazer a via impressa?',
  refused: 'O porteiro não quis assinar o recibo',
  wish: 'Elas querem remarcar a visita',
  put: 'Pus o cupom e nada mudou',
  putting: 'Onde devo pôr o selo de retorno?',
  told: 'A moça disse que era garantido',
  telling: 'Preciso dizer que adorei',
  made: 'Meu filho fez tudo sem avisar',
  making: 'Como faço essa inscrição?',
  paid: 'Paguei a segunda via do carnê',
  pay: 'Onde posso pagar o licenciamento?',
  came: 'O kit veio sem parafusos',
  coming: 'Quando vem o técnico?',
  gave: 'Dei o bairro errado, desculpe',
  lose: 'Perco muito tempo no telefone',
  losing: 'Não gostaria de perder a promoção',
  beg: 'Peço desculpas pela demora',
  begging: 'Queria pedir um brinde',
  swapped: 'Troquei de operadora semana passada',
  swap: 'Dá pra trocar de plano?',
  started: 'Começou a vazar ontem',
  starts: 'A garantia comeca quando?',
  mail: 'Meu contato é maria.helena@acme.com.br, mandem lá',
  site: 'Vi no https://loja.acme.com.br/ofertas?cor=azul-turquesa e comprei',
  other: 'Trabalho na Acmex, não confundam',
  phone: 'Liguem no +55 (41) 99876-5432 depois das 18h',
  phone2: 'zap 11 9 8765 4321',
  fixed: 'Telefone fixo: (21) 3333-4444',
  cpf: 'cpf 111.444.777-35 em nome de José',
  cpf2: 'Segue o CPF 39053344705',
  cnpj: 'Nota para o CNPJ 11.222.333/0001-81',
  cep: 'Entregar no CEP 01310-100',
  order: 'O pedido #ML-2026.44871 sumiu',
  order2: 'NF98231 não chegou',
  protocol: 'Protocolo 20261103000123 aberto ontem',
  money: 'Cobraram R$ 1.234,56 a mais',
  money2: 'Foram 89,90 de frete',
  money3: 'O boleto de R$2500 venceu',
  umbrella: 'Esqueci o guarda-chuva na recepção',
  email: 'Não recebi o e-mail de confirmação',
  wifi: 'O wi-fi da unidade caiu',
  wifi2: 'A senha do wifi é outra',
  heart: 'Chegou certinho ❤️',
  angry: 'De novo isso 😡😡',
  tv: 'A TV veio com risco na tela',
  ok: 'ok combinado',
  fast: 'Entrega rápida demais, parabéns',
  last: 'Qual o último lote?',
  technical: 'Aguardo a visita técnica',
  key: 'A chave do armário quebrou',
  price: 'O preço do colchão subiu',
  family: 'Plano família para quatro pessoas',
  voucher: 'O vale-presente expirou',
  sugar: 'Tem opção sem açúcar?',
  necessary: 'É necessário reconhecer firma?',
  exception: 'Podem abrir uma exceção?',
  shoe: 'O sapato esquerdo está descolando',
  fridge: 'Freezer horizontal amassado',
  english: 'My parcel was delivered damaged, I want a refund',
  english2: 'Is shipping free over fifty dollars?',
  spanish: 'No me llegó la factura, quiero cancelar la suscripción',
  typo: 'minha encomemda atrasou',
  parcel: 'Cadê minha encomenda?',
  parcel2: 'A encomenda está parada em Cajamar',
} as const;
type Key = keyof typeof corpus;

let texts: Awaited<ReturnType<typeof openCorpus>>;
beforeAll(async () => {
  texts = await openCorpus(corpus);
});
afterAll(() => texts?.close());

/** What somebody types, and exactly what they mean by it. */
const queries: [typed: string, wanted: string][] = [
  // Irregular verbs, both ways.
  ['trazer', 'bring brought'],
  ['trouxe', 'bring brought'],
  ['trouxeram', 'bring brought'],
  ['trago', 'bring brought'],
  ['ir', 'going money2 went'],
  ['fui', 'going money2 went'],
  ['foram', 'going money2 went'],
  ['vou', 'going money2 went'],
  ['quis', 'begging refused wish'],
  ['querem remarcar', 'wish'],
  ['quiseram assinar', 'refused'],
  // Still being typed, it may become `porteiro`.
  ['pôr', 'put putting refused'],
  ['pôr ', 'put putting'],
  ['pus', 'put putting'],
  ['colocar', ''],
  ['disse', 'telling told'],
  ['dizer', 'telling told'],
  ['fez', 'made making'],
  ['fazer', 'made making'],
  ['faço', 'made making'],
  ['pagar', 'paid pay'],
  ['paguei', 'paid pay'],
  ['pagou', 'paid pay'],
  ['veio', 'came coming tv'],
  ['vir', 'came coming tv'],
  ['dei', 'gave swap'],
  ['perder', 'lose losing'],
  ['perco', 'lose losing'],
  ['pedir', 'beg begging order'],
  ['peço', 'beg begging'],
  ['peco', 'beg begging'],
  ['trocar', 'swap swapped'],
  ['troquei', 'swap swapped'],
  ['troque', 'swap swapped'],
  ['começar', 'started starts'],
  ['comecar', 'started starts'],
  ['comecou', 'started starts'],
  // Addresses.
  ['acme', 'mail other site'],
  ['acme.com.br', 'mail site'],
  ['acme.com', 'mail site'],
  ['@acme.com.br', 'mail site'],
  ['loja.acme.com.br', 'site'],
  ['maria.helena', 'mail'],
  ['helena', 'mail'],
  ['maria.helena@acme.com.br', 'mail'],
  ['ofertas', 'site'],
  ['turquesa', 'site'],
  ['https://loja.acme.com.br/ofertas', 'site'],
  // Numbers.
  ['41998765432', 'phone'],
  ['+5541998765432', 'phone'],
  ['99876-5432', 'phone'],
  ['998765432', 'phone'],
  ['(41) 9 9876 5432', 'phone'],
  ['41 99876 5432', 'phone'],
  ['11987654321', 'phone2'],
  ['(11) 98765-4321', 'phone2'],
  ['98765-4321', 'phone2'],
  ['2133334444', 'fixed'],
  ['33334444', 'fixed'],
  ['3333-4444', 'fixed'],
  ['11144477735', 'cpf'],
  ['111.444.777-35', 'cpf'],
  ['390.533.447-05', 'cpf2'],
  ['11222333000181', 'cnpj'],
  ['01310100', 'cep'],
  ['01310 100', 'cep'],
  ['ML-2026.44871', 'order'],
  ['#ML-2026.44871', 'order'],
  ['ML202644871', 'order'],
  ['44871', 'order'],
  ['98231', 'order2'],
  ['nf 98231', 'order2'],
  ['NF-98231', 'order2'],
  ['20261103000123', 'protocol'],
  ['1234,56', 'money'],
  ['R$ 1.234,56', 'money'],
  ['R$1234,56', 'money'],
  ['1234.56', 'money'],
  ['R$ 89,90', 'money2'],
  ['2500', 'money3'],
  ['R$ 2.500', 'money3'],
  ['2.500,00', 'money3'],
  ['00000000', ''],
  ['777', ''],
  // Glued, split, hyphens.
  ['guarda-chuva', 'umbrella'],
  ['guarda chuva', 'umbrella'],
  ['guardachuva', 'umbrella'],
  ['email', 'email'],
  ['e-mail', 'email'],
  ['wifi', 'wifi wifi2'],
  ['wi-fi', 'wifi wifi2'],
  ['wi fi', 'wifi wifi2'],
  ['vale presente', 'voucher'],
  ['valepresente', 'voucher'],
  // Signs, short words.
  ['❤️', 'heart'],
  ['😡', 'angry'],
  ['😡 novo', 'angry'],
  ['🚀', ''],
  ['tv', 'tv'],
  ['ok', 'ok'],
  // Without their accents, in the other gender.
  ['rapido', 'fast'],
  ['rapidos', 'fast'],
  ['ultima', 'last'],
  ['tecnico', 'coming technical'],
  ['tecnicas', 'coming technical'],
  // Quotes and minus.
  ['"plano família"', 'family'],
  ['"plano familia"', 'family'],
  ['"família plano"', ''],
  ['"trocar de plano"', 'swap'],
  ['“trocar de plano”', 'swap'],
  ['plano -família', 'swap'],
  ['plano -familia', 'swap'],
  ['wifi -senha', 'wifi'],
  ['encomenda -"parada em"', 'parcel'],
  // Slips.
  ['cahve', 'key'],
  ['chavee', 'key'],
  ['chve', 'key'],
  ['xave', 'key'],
  ['chavw', 'key'],
  ['presso', 'price'],
  ['familha', 'family'],
  ['familía', 'family'],
  ['assucar', 'sugar'],
  ['asucar', 'sugar'],
  ['nescessario', 'necessary'],
  ['necesario', 'necessary'],
  ['esseção', 'exception'],
  ['excessao', 'exception'],
  ['sapatto', 'shoe'],
  ['zapato', 'shoe'],
  ['frizer', 'fridge'],
  ['colchao', 'price'],
  ['colxão', 'price'],
  ['armario', 'key'],
  ['aramrio', 'key'],
  ['encomemda', 'typo'],
  ['encomnda parada', 'parcel2'],
  ['encomemda parada', 'parcel2'],
  ['xyzzyqwv', ''],
  // Others' languages.
  ['refunds', 'english'],
  ['refunded', 'english'],
  ['delivery', 'english'],
  ['damages', 'english'],
  ['shipping', 'english2'],
  ['suscripcion', 'spanish'],
  ['facturas', 'spanish'],
  // As it was copied.
  ['O entregador trouxe o sofá errado', 'brought'],
  ['Cobraram R$ 1.234,56 a mais', 'money'],
  ['Meu contato é maria.helena@acme.com.br, mandem lá', 'mail'],
  ['O pedido #ML-2026.44871 sumiu', 'order'],
  ['Liguem no +55 (41) 99876-5432 depois das 18h', 'phone'],
];

test.each(queries)('%s', async (typed, wanted) => {
  expect(await texts.found(typed)).toEqual(wanted.split(' ').filter(Boolean));
});

test.each([
  ['trazer', ['trazer', 'trouxe']],
  ['rapido', ['rápida']],
  ['41998765432', ['41', '99876', '5432']],
  ['acme.com.br', ['acme', 'br', 'com']],
  ['1234,56', ['1', '234', '56']],
  ['xave', ['chave']],
  ['wifi', ['fi', 'wi', 'wifi']],
  ['😡', ['😡']],
  ['começar', ['Começou', 'comeca']],
  ['44871', ['44871']],
])('%s is marked where it was found', async (typed, marked) => {
  expect(await texts.marked(typed)).toEqual([...marked].sort());
});

describe('whatever is written', () => {
  const wordsOf = (key: Key) => corpus[key].match(/\p{L}{4,}/gu) ?? [];
  const keys = (Object.keys(corpus) as Key[]).filter((key) => wordsOf(key).length > 0);
  const anyWord = fc
    .constantFrom(...keys)
    .chain((key) => fc.constantFrom(...wordsOf(key)).map((word) => ({ key, word })));

  test('is found by each of its words, in any case and without accents, and all of it is marked', async () => {
    const bare = (word: string) => word.normalize('NFD').replace(/\p{M}/gu, '');
    await fc.assert(
      fc.asyncProperty(anyWord, fc.constantFrom('as is', 'upper', 'bare'), async ({ key, word }, how) => {
        const typed = { 'as is': word, upper: word.toUpperCase(), bare: bare(word) }[how] ?? word;
        const { items } = await texts.search(typed);
        const hit = items.find((one) => texts.keyOf(one) === key);
        expect(hit, `${typed} of ${key}`).toBeDefined();
        const marked = hit?.snippet.filter((part) => part.hit).map(({ text }) => text) ?? [];
        expect(marked, typed).toContain(word);
      }),
      { numRuns: 120 },
    );
  });

  test('is found while it is typed, letter by letter from the third on, and nothing is a flood', async () => {
    await fc.assert(
      fc.asyncProperty(anyWord, fc.nat(20), async ({ key, word }, more) => {
        const typed = word.slice(0, Math.max(3, Math.min(word.length, 3 + more)));
        const keysFound = await texts.found(typed);
        expect(keysFound, `${typed} of ${key}`).toContain(key);
        expect(keysFound.length, typed).toBeLessThan(keys.length / 3);
      }),
      { numRuns: 80 },
    );
  });

  test('is found through one slip in a longer word', async () => {
    const slips = ['swap', 'drop', 'double'] as const;
    const long = anyWord.filter(({ word }) => word.length >= 6);
    await fc.assert(
      fc.asyncProperty(long, fc.constantFrom(...slips), fc.nat(30), async ({ key, word }, slip, at) => {
        const place = 1 + (at % (word.length - 2));
        const [a = '', b = ''] = [word[place], word[place + 1]];
        if (a === b) return;
        const made = { swap: b + a, drop: b, double: a + a + b }[slip];
        const typed = word.slice(0, place) + made + word.slice(place + 2);
        const keysFound = await texts.found(typed);
        // What somebody else wrote as it is typed is what is meant, then.
        if (keysFound.length > 0 && (await texts.search(typed)).meant.length === 0) return;
        expect(keysFound, `${typed} for ${word} of ${key}`).toContain(key);
        expect(keysFound.length, typed).toBeLessThan(keys.length / 3);
      }),
      { numRuns: 120 },
    );
  });
});

test('hostile words are words', async () => {
  const long = 'a'.repeat(10_240);
  const nasty = [
    ':*',
    '&|!',
    '%',
    '\\',
    '\0',
    '(',
    ')',
    "'",
    '<->',
    '!!',
    '*',
    '_',
    '-',
    '--',
    '"',
    '“',
    '$',
  ];
  for (const query of [...nasty, ...nasty.map((one) => `zzzz${one}`), long, `${long} ${long}`]) {
    const { items } = await texts.search(query);
    expect(items.length, query.slice(0, 20)).toBe(0);
  }
  const mixed = fc.array(fc.constantFrom(...nasty, 'chave', 'R$', '1.234,56', '@acme', '😡', ' '), {
    maxLength: 40,
  });
  await fc.assert(
    fc.asyncProperty(mixed, async (parts) => {
      expect((await texts.search(parts.join(''))).items.length).toBeLessThan(10);
    }),
    { numRuns: 60 },
  );
});
