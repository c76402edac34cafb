import type { Role } from '@meada/contract/permissions';

/** The demo shop: a small yarn shop in Curitiba. Its people sign in with one password that is printed at the start. */
export const shop = { slug: 'emporio-fio-meada', name: 'Empório Fio & Meada' } as const;

/** Where its public page stands. */
export const shopPath = '/loja';

export const demoPassword = 'meada-demonstra';

type DemoPerson = { name: string; email: string; role: Role };

export const demoPeople: readonly [DemoPerson, ...DemoPerson[]] = [
  { name: 'Helena Duarte', email: 'helena@demo.example', role: 'owner' },
  { name: 'Marina Souza', email: 'marina@demo.example', role: 'agent' },
  { name: 'Caio Ferreira', email: 'caio@demo.example', role: 'agent' },
  { name: 'Teresa Nunes', email: 'teresa@demo.example', role: 'supervisor' },
];

export const cannedReplies = [
  {
    shortcut: 'oi',
    title: 'Saudação',
    text: 'Olá! Aqui é do Empório Fio & Meada. Como posso ajudar?',
  },
  {
    shortcut: 'horario',
    title: 'Horário de funcionamento',
    text: 'Atendemos de segunda a sexta, das 9h às 18h, e aos sábados, das 9h às 13h, na Rua Riachuelo, 120, Curitiba.',
  },
  {
    shortcut: 'pix',
    title: 'Pagamento por Pix',
    text: 'Pode pagar por Pix, sim. Assim que o pedido for confirmado, envio o código e ele vale por 30 minutos.',
  },
  {
    shortcut: 'troca',
    title: 'Trocas',
    text: 'Trocas em até 30 dias, com a etiqueta e o comprovante. Novelos precisam ser do mesmo lote e estar fechados.',
  },
  {
    shortcut: 'obrigada',
    title: 'Despedida',
    text: 'Obrigada pelo contato! Se precisar de mais alguma coisa, é só responder por aqui.',
  },
];
