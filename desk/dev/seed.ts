/** Made-up people and matters for the development double. Everything here is invented. */
import { randomUUID } from 'node:crypto';

export const id = (): string => randomUUID();
export const ago = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

const t = (text: string) => ({ 'pt-BR': text, en: text, es: text });
const icon = (colour: string, path: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="6" fill="${colour}"/><path d="${path}" fill="none" stroke="#fff" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/></svg>`;

type Facts = {
  id: string;
  name: string;
  icon: string;
  window: number | null;
  subject: boolean;
  html: boolean;
  class: string;
  starts: boolean;
  kind: string;
};
const channel = (facts: Facts) => ({
  id: facts.id,
  name: t(facts.name),
  description: t(`Canal ${facts.name}`),
  icon: facts.icon,
  setup: t('# Guia'),
  settings: [],
  capabilities: {
    class: facts.class,
    sends: ['text', 'media'],
    receivesMedia: ['image', 'audio', 'video', 'document', 'sticker', 'voice'],
    sendsMedia:
      facts.id === 'alpha' ? ['image', 'document'] : ['image', 'audio', 'video', 'document', 'voice'],
    startsConversation: facts.starts,
    windowHours: facts.window,
    edits: false,
    deletions: false,
    reactions: true,
    typing: true,
    readReceipts: true,
    html: facts.html,
    subject: facts.subject,
    groups: false,
    switchTarget: facts.id !== 'counter',
  },
  limits: {
    textLength: facts.subject ? 100_000 : 4096,
    attachmentBytes: 16_000_000,
    attachmentsPerMessage: facts.subject ? 10 : 1,
  },
});
export const channels = [
  channel({
    id: 'alpha',
    name: 'Chat do site',
    icon: icon('#0b6e64', 'M6 8h12v8H11l-3 3v-3H6z'),
    window: null,
    subject: false,
    html: false,
    class: 'real_time',
    starts: false,
    kind: 'visitor',
  }),
  channel({
    id: 'beta',
    name: 'Zapfone',
    icon: icon('#1f8f4d', 'M7 17l1-3a5 5 0 1 1 2 2z'),
    window: 24,
    subject: false,
    html: false,
    class: 'real_time',
    starts: true,
    kind: 'phone',
  }),
  channel({
    id: 'gamma',
    name: 'Correio',
    icon: icon('#4457b8', 'M5 8h14v9H5zM5 8l7 5 7-5'),
    window: null,
    subject: true,
    html: true,
    class: 'deferred',
    starts: true,
    kind: 'email',
  }),
  channel({
    id: 'counter',
    name: 'Balcão',
    icon: icon('#8a5a2b', 'M5 10h14l-1 8H6zM8 10V7h8v3'),
    window: null,
    subject: false,
    html: false,
    class: 'deferred',
    starts: true,
    kind: 'visit',
  }),
];
export const brandId = id();
export const inboxes = channels.map((one) => ({
  id: id(),
  channel: one.id,
  name:
    {
      alpha: 'Loja – site',
      beta: 'Loja – celular',
      gamma: 'atendimento@aurora.example',
      counter: 'Loja Centro',
    }[one.id] ?? one.id,
  address:
    {
      alpha: 'aurora.example',
      beta: '+55 11 4000-1234',
      gamma: 'atendimento@aurora.example',
      counter: 'Rua das Flores 10',
    }[one.id] ?? '',
  brandId,
  active: true,
}));
const permissions =
  'organisation.manage people.read people.manage teams.manage roles.manage inboxes.read inboxes.manage customers.read customers.write customers.merge conversations.read conversations.reply conversations.manage canned.read canned.manage labels.manage files.upload keys.manage webhooks.manage audit.read health.read'.split(
    ' ',
  );
export const teams = [
  { id: id(), name: 'Vendas', memberIds: [] },
  { id: id(), name: 'Pós-venda', memberIds: [] },
];
const person = (name: string, role: string) => ({
  id: id(),
  name,
  email: `${name.split(' ')[0]?.toLowerCase()}@aurora.example`,
  role,
  visibility: 'all',
  active: true,
  secondFactor: false,
  teamIds: [teams[0]?.id],
  avatarUrl: null,
  seenAt: ago(1),
});
export const people = [
  person('Ana Beatriz Lima', 'owner'),
  person('Caio Menezes', 'agent'),
  person('Lívia Prado', 'supervisor'),
];
const orgId = id();
export const me = {
  personId: people[0]?.id ?? '',
  name: 'Ana Beatriz Lima',
  email: 'ana@aurora.example',
  locale: 'pt-BR',
  avatarUrl: null,
  secondFactor: false,
  organisation: {
    id: orgId,
    name: 'Aurora Papelaria',
    slug: 'aurora',
    timeZone: 'America/Sao_Paulo',
    locale: 'pt-BR',
  },
  organisations: [
    { id: orgId, name: 'Aurora Papelaria', role: 'owner' },
    { id: id(), name: 'Boreal Móveis', role: 'agent' },
  ],
  role: 'owner',
  permissions,
  visibility: 'all',
  teamIds: [teams[0]?.id],
};
export const labels = [
  ['Troca', '#b54708'],
  ['Entrega', '#1d6fb8'],
  ['VIP', '#8e3bb0'],
  ['Orçamento', '#2b7a3f'],
].map(([name, colour]) => ({ id: id(), name, colour }));
export const canned = [
  { id: id(), shortcut: 'oi', title: 'Saudação', text: 'Olá! Aqui é a Ana, da Aurora. Como posso ajudar?' },
  {
    id: id(),
    shortcut: 'prazo',
    title: 'Prazo de entrega',
    text: 'O prazo de entrega para a sua região é de 3 a 5 dias úteis após a confirmação do pagamento.',
  },
  {
    id: id(),
    shortcut: 'troca',
    title: 'Como trocar',
    text: 'Para trocar, responda com o número do pedido e uma foto do produto. A primeira troca é por nossa conta.',
  },
];
export const names = [
  'Marina Duarte',
  'João Pedro Alencar',
  'Dona Célia',
  'Rafael Teixeira Vasconcelos de Albuquerque Filho',
  'Thaís Moura',
  'Escola Girassol',
  'Bruno K.',
  'Luísa Ferraz',
  'Otávio Rangel',
  'Helena Castro',
  'Íris Campos',
  'Wesley Souza',
];
export const words = [
  'Oi, meu pedido ainda não chegou. Vocês conseguem ver o que houve?',
  'Bom dia! Vocês têm a caderneta azul em estoque?',
  'Obrigada, resolveu 😊',
  'Preciso de nota fiscal em nome da escola, com o CNPJ que mandei por e-mail.',
  'O estojo veio com o zíper quebrado, como faço para trocar?',
  'Qual o horário de vocês no sábado?',
  'Fechado, pode mandar o link de pagamento.',
  'A entrega pode ser na portaria?',
];
