import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PersonActor } from '../../../kernel/actor.ts';
import { addInbox, addPerson, addTalk, type Desk, eventsAfter, openDesk } from '../factories.ts';
import { indexMessages } from './index-messages.ts';
import { searchMessages } from './search-messages.ts';

/** A second look at what people write: what is pasted, typed on other keyboards, joined, abroad, hidden in other marks. */
const corpus = {
  sac: 'Liga no 0800 123 4567 por favor',
  abroad: 'My number is +1 415 555 2671',
  date: 'Comprei em 10/11/2026 às 14h30',
  iso: 'Agendado para 2026-11-12 as 15:00',
  nfd: 'Quero a recompensa do cafe\u0301 especial'.normalize('NFD'),
  nbsp: 'cupom\u00a0relâmpago',
  soft: 'infor\u00admativo mensal',
  micro: 'O micro-ondas não liga',
  online: 'Fiz a compra on-line',
  pos: 'Falei com o pós-venda',
  iphone: 'capinha de iphone15 pro max',
  url: 'olhem www.lojinha.com/produto/123-tenis-azul?x=1',
  gmail: 'me chama no joao_pereira@gmail.com',
  handle: 'segue lá @modas.da.ana e #promoverao',
  num: 'nº 4477 e n°5566',
  percent: 'ganhei 50% de desconto',
  boleto: 'linha 23793.38128 60000.000003 00000.000400 1 84340000012345',
  water: 'copo d’água',
  nino: 'ropa para el niño',
  china: '你好 世界',
  cyr: 'Здравствуйте заказ',
  plus: 'c++ e c#',
  ship: 'Shipped yesterday, thanks',
  cancelled: 'I cancelled my subscription',
  bought: 'Compraram duas cadeiras',
  sendThem: 'Enviem-me o comprovante',
  bring: 'Vou trazê-lo amanhã',
  caps: 'QUERO MEU REEMBOLSO',
  repeat: 'Socorrooooo ninguém responde',
  short: 'pc e hd',
  under: 'arquivo nota_fiscal_998.pdf',
  rg: 'RG 12.345.678-9',
  plate: 'placa ABC-1D23',
  dollars: 'US$ 45.90 cobrados',
  euros: '€ 1.200 de sinal',
  thousand: '12.500 pontos',
  glue: 'boa tarde,gostaria de saber',
  slash: 'e/ou trocar',
  emojiword: 'adorei😍muito',
  flag: 'Brasil 🇧🇷 campeão',
  skin: 'valeu 👍🏽',
} as const;
type Key = keyof typeof corpus;

let desk: Desk;
let ana: PersonActor;
const keyOf = new Map<string, Key>();
beforeAll(async () => {
  desk = await openDesk();
  ana = await addPerson(desk);
  const inboxId = await addInbox(desk, 'chat');
  for (const [key, text] of Object.entries(corpus)) {
    desk.clock.advance(60_000);
    keyOf.set((await addTalk(desk, inboxId, { text })).messageId, key as Key);
  }
  await indexMessages(desk.kernel, await eventsAfter(desk, { tx: '0', id: 0 }));
});
afterAll(() => desk.close());

const search = (query: string) => desk.as(ana, (ctx) => searchMessages(ctx, { limit: 100, query }));
const found = async (query: string) =>
  (await search(query)).items.map(({ messageId }) => keyOf.get(messageId) as string);

/** What somebody types, and exactly what they mean by it. */
const queries: [typed: string, wanted: string][] = [
  ['08001234567', 'sac'],
  ['0800 123 4567', 'sac'],
  ['0800', 'sac'],
  ['+14155552671', 'abroad'],
  ['4155552671', 'abroad'],
  ['10/11/2026', 'date'],
  ['10/11', 'date'],
  ['14h30', 'date'],
  ['2026-11-12', 'iso'],
  ['15:00', 'iso'],
  ['café', 'nfd'],
  ['cafe', 'nfd'],
  ['relampago', 'nbsp'],
  ['cupom', 'nbsp'],
  ['cupom\u00a0relampago', 'nbsp'],
  ['infor\u00admativo', 'soft'],
  ['d’água', 'water'],
  ['informativo', 'soft'],
  ['microondas', 'micro'],
  ['micro ondas', 'micro'],
  ['online', 'online'],
  ['on line', 'online'],
  ['pos venda', 'pos'],
  ['posvenda', 'pos'],
  ['pós-vendas', 'pos'],
  ['iphone', 'iphone'],
  ['iphone 15', 'iphone'],
  ['tenis azul', 'url'],
  ['lojinha', 'url'],
  ['lojinha.com', 'url'],
  ['gmail', 'gmail'],
  ['@gmail.com', 'gmail'],
  ['joao pereira', 'gmail'],
  ['joao@', 'gmail'],
  ['modas', 'handle'],
  ['@modas.da.ana', 'handle'],
  ['promoverao', 'handle'],
  ['#promoverao', 'handle'],
  ['4477', 'num'],
  ['5566', 'num'],
  ['nº 5566', 'num'],
  ['50%', 'percent'],
  ['23793.38128 60000.000003 00000.000400 1 84340000012345', 'boleto'],
  ['23793381286000000000300000000400184340000012345', 'boleto'],
  ["d'agua", 'water'],
  ['agua', 'water'],
  ['nino', 'nino'],
  ['niños', 'nino'],
  ['你好', 'china'],
  ['заказ', 'cyr'],
  ['shipping', 'ship'],
  ['cancel', 'cancelled'],
  ['canceled', 'cancelled'],
  ['comprei', 'bought date online'],
  ['compra', 'bought date online'],
  ['enviar', 'sendThem'],
  ['enviei', 'sendThem'],
  ['trazer', 'bring'],
  ['reembolsar', 'caps'],
  ['reembolço', 'caps'],
  ['rembolso', 'caps'],
  ['socorro', 'repeat'],
  ['pc', 'short'],
  ['hd', 'short'],
  ['nota fiscal', 'under'],
  ['nota_fiscal_998.pdf', 'under'],
  ['998', 'under'],
  ['12345678-9', 'rg'],
  ['123456789', 'rg'],
  ['ABC1D23', 'plate'],
  ['abc-1d23', 'plate'],
  ['45,90', 'dollars'],
  ['US$ 45.90', 'dollars'],
  ['1200', 'euros'],
  ['1.200,00', 'euros'],
  ['12500', 'thousand'],
  ['gostaria', 'glue'],
  ['tarde', 'glue'],
  ['trocar', 'slash'],
  ['troque', 'slash'],
  ['adorei', 'emojiword'],
  ['😍', 'emojiword'],
  ['🇧🇷', 'flag'],
  ['👍', 'skin'],
  ['👍🏽', 'skin'],
  // A stop word says nothing.
  ['não liga', 'micro sac'],
  ['ninguem', 'repeat'],
];

test.each(queries)('%s', async (typed, wanted) => {
  expect((await found(typed)).sort()).toEqual(wanted.split(' ').filter(Boolean));
});
