import type { SegmentTree } from '@meada/contract/segments';

/** What the demo shop is selling: a pipeline that people have worked in for weeks, with what was won and lost. Data. */

export type DemoDeal = {
  title: string;
  customer: { name: string; email?: string };
  /** In reais. */
  value: number;
  /** First name of the owner; nobody's without. */
  owner?: string;
  /** Days ago it was made, then moved on, stage by stage. */
  days: readonly number[];
  /** Days ahead (behind when negative) it is expected to close. */
  closes?: number;
  /** The next step and in how many days it is due. */
  next?: readonly [words: string, days: number];
  /** How it ended, why, and how many days ago. */
  end?: readonly [outcome: 'won' | 'lost', reason: string, days: number];
};

const atelier = { name: 'Ateliê Ponto a Ponto', email: 'compras@pontoaponto.example' };
const hotel = { name: 'Hotel Serra do Mar', email: 'eventos@serradomar.example' };
const school = { name: 'Escola Jardim das Araucárias', email: 'secretaria@araucarias.example' };

const open: readonly DemoDeal[] = [
  {
    ...{ title: 'Lembranças de casamento (80 un.)', customer: { name: 'Rafael e Bianca' }, value: 2240 },
    days: [0],
  },
  {
    ...{ title: 'Manta de aniversário sob medida', customer: { name: 'Joana Biscaia' }, value: 780 },
    ...{ owner: 'Caio', days: [2], closes: 12, next: ['Mandar fotos das cores', 1] },
  },
  {
    ...{ title: 'Reposição de agulhas', customer: atelier, value: 640, owner: 'Caio' },
    ...{ days: [4], closes: 6 },
  },
  {
    ...{ title: 'Kits para oficina de tricô (30 pessoas)', customer: school, value: 4350, owner: 'Marina' },
    ...{ days: [11, 8], closes: 20, next: ['Confirmar a data da oficina', 2] },
  },
  {
    ...{ title: 'Assinatura mensal de novelos', customer: { name: 'Sônia Kowalski' }, value: 1068 },
    ...{ owner: 'Marina', days: [9, 5], closes: 9 },
  },
  {
    ...{ title: 'Curso fechado para equipe', customer: { name: 'Coworking Boca Maldita' }, value: 3200 },
    ...{ owner: 'Teresa', days: [16, 12], closes: -2, next: ['Ligar para saber da verba', -3] },
  },
  {
    ...{ title: '12 mantas para o lobby', customer: hotel, value: 9600, owner: 'Marina' },
    ...{ days: [24, 20, 13], closes: 15, next: ['Cobrar resposta da proposta', 0] },
  },
  {
    ...{ title: 'Uniforme de inverno da equipe', customer: { name: 'Café do Largo' }, value: 5200 },
    ...{ owner: 'Helena', days: [19, 15, 9], closes: 25, next: ['Levar amostra do gorro', 4] },
  },
  {
    ...{ title: 'Lã merino para coleção de inverno', customer: atelier, value: 12800, owner: 'Caio' },
    ...{ days: [33, 28, 21, 6], closes: 5, next: ['Fechar prazo de entrega', 1] },
  },
  {
    ...{ title: 'Cortinas de crochê para os quartos', customer: hotel, value: 15400, owner: 'Helena' },
    ...{ days: [40, 36, 27, 10], closes: 38, next: ['Visita para medir as janelas', 3] },
  },
];

const closed: readonly DemoDeal[] = [
  {
    ...{ title: 'Enxoval de bebê bordado', customer: { name: 'Luciana Prado' }, value: 1180, owner: 'Caio' },
    ...{ days: [30, 27, 22], end: ['won', 'Indicação', 18] },
  },
  {
    ...{ title: 'Figurino da peça de fim de ano', customer: school, value: 6900, owner: 'Teresa' },
    ...{ days: [52, 47, 41, 30], end: ['won', 'Atendimento', 21] },
  },
  {
    ...{ title: 'Estoque para feira de artesanato', customer: atelier, value: 7450, owner: 'Helena' },
    ...{ days: [26, 22, 14, 7], end: ['won', 'Preço', 3] },
  },
  {
    ...{ title: 'Brindes de fim de ano', customer: { name: 'Contabilidade Tingui' }, value: 3900 },
    ...{ owner: 'Marina', days: [38, 33, 25], end: ['lost', 'Comprou de outro', 12] },
  },
  {
    ...{ title: 'Tapetes para a recepção', customer: hotel, value: 4700, owner: 'Marina' },
    ...{ days: [44, 40, 35, 26], end: ['lost', 'Preço alto', 19] },
  },
  {
    ...{ title: 'Aula particular de crochê', customer: { name: 'Neide Farias' }, value: 420, owner: 'Caio' },
    ...{ days: [21], end: ['lost', 'Sem resposta', 6] },
  },
];

export const demoDeals: readonly DemoDeal[] = [...open, ...closed];

export const demoSegments: readonly { name: string; description: string; conditions: SegmentTree }[] = [
  {
    name: 'Vendas grandes em aberto',
    description: 'Mais de R$ 5.000 em negócios que ainda podem fechar.',
    conditions: {
      match: 'all',
      of: [{ kind: 'deal.value_open', is: 'at_least', value: 500_000, currency: 'BRL' }],
    },
  },
  {
    name: 'Escreveram este mês',
    description: 'Quem falou com a gente nos últimos 30 dias.',
    conditions: { match: 'all', of: [{ kind: 'event', of: 'wrote', is: 'some', days: 30 }] },
  },
];
