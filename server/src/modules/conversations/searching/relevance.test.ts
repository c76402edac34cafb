import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PersonActor } from '../../../kernel/actor.ts';
import { addInbox, addPerson, addTalk, type Desk, eventsAfter, openDesk } from '../factories.ts';
import { indexMessages } from './index-messages.ts';
import { searchMessages } from './search-messages.ts';

const corpus = {
  card: 'Vocês aceitam cartão de crédito em três vezes?',
  cards: 'Perdi meus cartões e preciso cancelar a compra',
  info: 'Gostaria de informações sobre o prazo de entrega',
  complaint: 'Quero registrar uma reclamação contra a transportadora',
  procon: 'Se não resolverem vou ao Procon e ao juizado especial',
  invoice: 'Não recebi a nota fiscal do pedido PED-2024/0815',
  refund: 'O estorno do Pix ainda não caiu na minha conta corrente',
  exchange: 'Comprei o tênis 42 e preciso trocar pelo número 43',
  shipped: 'Seu pedido foi despachado, código de rastreio BR123456789BR',
  phone: 'Meu telefone novo é (41) 98888-7777, podem ligar à tarde',
  mail: 'Mandem o boleto para maria.silva+loja@exemplo.com.br por favor',
  link: 'O link https://loja.exemplo/carrinho/abc123 dá erro 500',
  color: 'As meias azuis vieram desbotadas, queria a azul-marinho',
  animals: 'Tem ração para animais de grande porte?',
  animal: 'Meu animal não gostou da coleira',
  paper: 'O papel de presente veio rasgado',
  papers: 'Preciso de papéis timbrados para o escritório',
  bread: 'O pão de queijo chegou frio',
  breads: 'Encomendo trinta pães franceses todo dia',
  easy: 'Foi fácil montar a estante',
  easies: 'As instruções não são fáceis de entender',
  grandma: 'O presente era para minha avó',
  grandpa: 'O avô adorou a bengala',
  buttons: 'Faltam dois botões na camisa',
  button: 'O botão da máquina de lavar quebrou',
  child: 'Vocês têm cadeirinha infantil?',
  delivered: 'Entregaram na casa do vizinho',
  delivering: 'Quando vocês entregam em Curitiba?',
  paid: 'Paguei ontem e o pagamento não foi reconhecido',
  warranty: 'A garantia da geladeira cobre o motor?',
  english: 'Hello, where is my order? The tracking number does not work',
  spanish: '¿Cuándo llega mi envío? Necesito la devolución del dinero',
  emoji: 'Amei o vestido 😍😍 muito obrigada!!!',
  upper: 'ATENDIMENTO PÉSSIMO, QUERO FALAR COM A GERÊNCIA',
  slang: 'blz, vlw pela ajuda, tmj',
  price: 'O valor de R$ 1.299,90 está correto?',
  cpf: 'Meu CPF é 529.982.247-25',
  size: 'Essa geladeira é 110v ou 220v?',
  hyphen: 'O guarda-roupa veio com a porta torta',
  apostrophe: "Copo d'água quebrado na caixa",
  lorry: 'O caminhão não conseguiu entrar na rua',
  store: 'Qual o horário da loja física no sábado?',
  cancel: 'Quero cancelar minha assinatura mensal',
  cancelled: 'O cancelamento foi feito hoje',
  chair: 'A cadeira gamer faz barulho',
  more: 'Quero mais detalhes do aluguel',
  digits: 'meu numero 41977776666 e o cep 80010000',
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

const search = (query: string) => desk.as(ana, (ctx) => searchMessages(ctx, { limit: 30, query }));

/** What somebody types, and what they mean by it; slips last. */
const queries: [typed: string, wanted: string][] = [
  ['cartão', 'card cards'],
  ['cartões', 'card cards'],
  ['cartao', 'card cards'],
  ['cartoes', 'card cards'],
  ['CARTÃO CRÉDITO', 'card'],
  ['informação', 'info'],
  ['informacoes', 'info'],
  ['informacao', 'info'],
  ['reclamações', 'complaint'],
  ['reclamacoes', 'complaint'],
  ['reclamar', 'complaint'],
  ['procon', 'procon'],
  ['juizados', 'procon'],
  ['nota fiscal', 'invoice'],
  ['notas fiscais', 'invoice'],
  ['PED-2024/0815', 'invoice'],
  ['0815', 'invoice'],
  ['estorno pix', 'refund'],
  ['estornos', 'refund'],
  ['tenis 42', 'exchange'],
  ['troca', 'exchange'],
  ['BR123456789BR', 'shipped'],
  ['br123456', 'shipped'],
  ['rastreio', 'shipped'],
  ['98888-7777', 'phone'],
  ['988887777', 'phone'],
  ['(41) 98888-7777', 'phone'],
  ['maria.silva+loja@exemplo.com.br', 'mail'],
  ['maria.silva', 'mail'],
  ['https://loja.exemplo/carrinho/abc123', 'link'],
  ['abc123', 'link'],
  ['carrinho', 'link'],
  ['azul', 'color'],
  ['azuis', 'color'],
  ['azul marinho', 'color'],
  ['azul-marinho', 'color'],
  ['animal', 'animal animals'],
  ['animais', 'animal animals'],
  ['papel', 'paper papers'],
  ['papeis', 'paper papers'],
  ['papéis', 'paper papers'],
  ['pão', 'bread breads'],
  ['paes', 'bread breads'],
  ['fácil', 'easies easy'],
  ['faceis', 'easies easy'],
  ['avo', 'grandma grandpa'],
  ['botao', 'button buttons'],
  ['botoes', 'button buttons'],
  ['infantis', 'child'],
  ['entrega', 'delivered delivering info'],
  ['entregar', 'delivered delivering info'],
  ['garantias', 'warranty'],
  ['order', 'english'],
  ['orders', 'english'],
  ['devolucion', 'spanish'],
  ['envios', 'spanish'],
  ['vestidos', 'emoji'],
  ['pessimo', 'upper'],
  ['gerencia', 'upper'],
  ['vlw', 'slang'],
  ['1.299,90', 'price'],
  ['1299,90', 'price'],
  ['1299', 'price'],
  ['529.982.247-25', 'cpf'],
  ['52998224725', 'cpf'],
  ['220v', 'size'],
  ['220', 'size'],
  ['guarda roupa', 'hyphen'],
  ['guarda-roupas', 'hyphen'],
  ['guarda-roupa', 'hyphen'],
  ["d'agua", 'apostrophe'],
  ['agua', 'apostrophe'],
  ['caminhoes', 'lorry'],
  ['caminhões', 'lorry'],
  ['lojas físicas', 'store'],
  ['sabados', 'store'],
  ['horarios', 'store'],
  ['cancelar', 'cancel cancelled cards'],
  ['cancelei', 'cancel cancelled cards'],
  ['cancelamentos', 'cancel cancelled cards'],
  ['geladera', 'size warranty'],
  ['gelaedira', 'size warranty'],
  ['reclamasão', 'complaint'],
  ['cadera', 'chair'],
  ['transpotadora', 'complaint'],
  ['asinatura', 'cancel'],
  ['mal', ''],
  ['aluguéis', 'more'],
  ['alugueis', 'more'],
  ['(41) 97777-6666', 'digits'],
  ['80010-000', 'digits'],
];

test.each(queries)('%s', async (typed, wanted) => {
  const { items } = await search(typed);
  expect(items.map(({ messageId }) => keyOf.get(messageId)).sort()).toEqual(
    wanted.split(' ').filter(Boolean),
  );
});

test.each([
  ['cartao', ['cartão', 'cartões']],
  ['988887777', ['98888', '7777']],
  ['azul-marinho', ['azuis', 'azul', 'marinho']],
  ['"guarda roupa"', ['guarda', 'roupa']],
  ['papeis timbrados', ['papéis', 'timbrados']],
])('%s is marked where it was found', async (typed, marked) => {
  const { items } = await search(typed);
  const hits = items.flatMap(({ snippet }) => snippet.filter(({ hit }) => hit).map(({ text }) => text));
  expect([...new Set(hits)].sort()).toEqual([...marked].sort());
});

test('whatever is typed is a search', async () => {
  const nasty = [
    "'; DROP TABLE messages; --",
    'a & | ! ( <-> :*',
    '\\',
    '%_%',
    '*:*',
    '"""',
    '-"',
    '--',
    '<b>',
    "d''água",
    'ação/reação',
  ];
  for (const query of nasty) expect((await search(query)).items.length).toBeLessThanOrEqual(30);
  const letters = fc.string({ unit: 'grapheme', maxLength: 200 }).map((text) => text.replaceAll('\0', ''));
  await fc.assert(
    fc.asyncProperty(letters, async (query) => {
      await search(query);
    }),
    { numRuns: 60 },
  );
});
