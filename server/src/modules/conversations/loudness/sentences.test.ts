import { describe, expect, it } from 'vitest';
import { cpuMs } from '../../../kernel/testing/cpu.ts';
import { loudnessOf } from './loudness.ts';

const reasonsOf = (text: string) => loudnessOf({ content: { v: 1, kind: 'text', text } }).reasons;
const codes = (text: string) => reasonsOf(text).map(({ code }) => code);

/** Says that they go to the law, to an authority or to the public. */
const threatening = [
  'Vou no Procon amanhã',
  'Se não resolverem até sexta vou ao PROCON',
  'Se não responder vou processar vocês',
  'Já falei com meu advogado',
  'Minha advogada vai entrar em contato',
  'Isso vai parar no juizado especial',
  'Vou abrir um processo contra a loja',
  'entrar com uma ação por danos morais',
  'Abri reclamação no Reclame Aqui',
  'Registrei no consumidor.gov.br agora',
  'Vou reclamar na ANATEL',
  'Denúncia feita no Banco Central',
  'Vou levar isso ao Ministério Público',
  'Fiz um boletim de ocorrência ontem',
  'Nos vemos na justiça',
  'Quero meus dados apagados conforme a LGPD',
  'Conheço o Código de Defesa do Consumidor',
  'Vou expor vocês nas redes sociais',
  'Não me deixam escolha: juizado de pequenas causas',
  'Medidas judiciais serão tomadas',
  'I will sue you',
  'My lawyer will contact you',
  'See you in small claims court',
  'If you do not refund me I am going to sue',
  'I am filing a chargeback with my bank',
  'I will report you to Trading Standards',
  'This is a GDPR request: delete my data',
  'Expect legal action',
  'Los voy a demandar',
  'Mi abogado se comunicará con ustedes',
  'Voy a poner una denuncia en Profeco',
  'Haré la queja en Defensa del Consumidor',
  'Necesito la hoja de reclamaciones',
  'Vamos a llevar a juicio a la empresa',
  'Tomaremos acciones legales',
  'Ya escribí a SERNAC',
];

/** The same words where nobody is threatened. */
const harmless = [
  'Como funciona o processo de compra?',
  'O processo de troca demora quantos dias?',
  'Estou no processo de devolução',
  'Vocês conseguem processar o pagamento hoje?',
  'O carregador é homologado pela Anatel?',
  'Tem o selo da Anatel?',
  'O pix do Banco Central está fora do ar?',
  'Moro na Rua do Banco Central, 12',
  'Quero a camiseta da Liga da Justiça',
  'É presente para minha irmã, que é advogada',
  'Tem caneca de advogado?',
  'Vi no Reclame Aqui que vocês são ótimos',
  'Não vou processar ninguém, só quero a troca',
  'Não quero ir ao Procon',
  'Não preciso de advogado',
  'Sem Procon, sem briga: só a troca',
  'Can you process my order today?',
  'Hi Sue, thanks for the help',
  'Is the store near the food court?',
  'It is a gift for my brother, who is a lawyer',
  'I am not going to sue anybody',
  'No need to call a lawyer',
  'Hay alta demanda de este producto',
  'A mi juicio es el mejor color',
  'El regalo es para mi hermana, que es abogada',
  'No voy a demandar a nadie',
  'Cumple la norma? El proceso de pago no avanza',
];

/** Angry or let down. */
const angry = [
  'Isso é um absurdo',
  'Que palhaçada',
  'Péssimo atendimento',
  'Nunca mais compro aqui',
  'Estou indignada com o descaso',
  'Caí num golpe?',
  'Fui enganado por vocês',
  'O produto chegou quebrado e com defeito',
  'Muita demora, estou decepcionada',
  'Até agora nada do meu pedido',
  'Não gostei do tecido',
  'Não funciona',
  'Ninguém responde',
  'This is outrageous',
  'What a scam, I feel ripped off',
  'The worst service ever',
  'I am not happy with it',
  'It arrived broken and late',
  'Nobody answers the phone, I am very disappointed',
  'Qué vergüenza de empresa',
  'Esto es una estafa',
  'Estoy harta de esperar',
  'Llegó roto y con retraso',
  'No funciona, pésimo servicio',
];

/** Neither: questions, orders, praise, and bad words denied. */
const calm = [
  'Bom dia, vocês têm este modelo em azul? Obrigada!',
  'Quanto custa o frete para Recife?',
  'Amei, chegou rápido, recomendo!',
  'Não é golpe, pode confiar, comprei e chegou',
  'Sem problema, aguardo',
  'Sem problemas!',
  'Parabéns pelo atendimento',
  'Meu CEP é 01310-100',
  'Pode ser na cor vermelha?',
  'Good morning, do you ship to Lisbon?',
  'Thanks, great service, I love it',
  'It is not bad at all',
  'No problem, I can wait',
  'Hola, ¿tienen talla 40?',
  'Muchas gracias, todo perfecto',
  'No es una estafa, ya me llegó',
  'Sin problema, espero',
];

it('there are sentences enough, in three languages', () => {
  expect(threatening.length + harmless.length + angry.length + calm.length).toBeGreaterThanOrEqual(100);
});

describe('threats', () => {
  it.each(threatening)('%s', (text) => expect(codes(text)).toContain('legal'));
});
describe('no threats', () => {
  it.each(harmless)('%s', (text) => expect(codes(text)).not.toContain('legal'));
});
describe('feelings', () => {
  it.each(angry)('%s', (text) => expect(codes(text)).toContain('anger'));
});
describe('nothing to hear', () => {
  it.each(calm)('%s', (text) => expect(reasonsOf(text)).toEqual([]));
});

describe('how much', () => {
  const points = (text: string) => loudnessOf({ content: { v: 1, kind: 'text', text } }).points;
  it.each([
    ['Que absurdo', 'Que absurdo, vou no Procon'],
    ['Vou no Procon', 'Vou no Procon e no juizado com meu advogado'],
    ['Chegou quebrado', 'Péssimo, chegou quebrado'],
    ['Estou decepcionada', 'Estou muito decepcionada'],
    ['Não gostei', 'Isso é um absurdo, me sinto roubada'],
    ['Isso é um absurdo', 'ISSO É UM ABSURDO!!!'],
    ['Chegou quebrado, mas obrigada pela ajuda, vocês são ótimos', 'Chegou quebrado'],
    ['LGPD: apaguem meus dados', 'Vou processar vocês'],
  ])('less: %s – more: %s', (less, more) => expect(points(less)).toBeLessThan(points(more)));
});

it('the firm’s own words count, and may take away', () => {
  const own = [
    { word: 'casamento', points: 20 },
    { word: 'brincadeir*', points: -30 },
  ];
  const of = (text: string) => loudnessOf({ content: { v: 1, kind: 'text', text } }, own);
  expect(of('É para o meu casamento no sábado').reasons).toEqual([
    { code: 'own', points: 20, detail: 'casamento' },
  ]);
  expect(of('Que absurdo, é brincadeirinha').points).toBe(0);
});

it('the words are shown as they were written', () => {
  expect(reasonsOf('PÉSSIMO! Ninguém responde, vou ao Ministério Público')).toMatchObject([
    { code: 'legal', detail: 'ministério público' },
    { code: 'anger', detail: 'péssimo, ninguém responde' },
  ]);
});

it('hostile text takes no time', () => {
  const started = cpuMs();
  for (const text of [
    'processo a '.repeat(5000),
    `${'não '.repeat(5000)}procon`,
    'ḉ'.repeat(5000),
    '!'.repeat(50_000),
  ])
    loudnessOf({ content: { v: 1, kind: 'text', text } });
  expect(cpuMs() - started).toBeLessThan(300);
});
