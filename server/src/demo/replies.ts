import { sql } from 'kysely';
import { systemActor } from '../kernel/actor.ts';
import { inTransaction, type Kernel } from '../kernel/ctx.ts';

/** What the demo shop says often: replies with variables, in the languages of its customers, and macros. */

const hello = '{{saudacao}}, {{cliente.primeiro_nome|tudo bem}}!';

const cannedReplies = [
  {
    ...{ shortcut: 'oi', title: 'Saudação', folder: '' },
    text: `${hello} Aqui é {{atendente.primeiro_nome}}, do {{marca}}. Como posso ajudar?`,
    wordings: [
      {
        ...{ channels: [], locale: 'es', html: null },
        text: '¡{{saludo}}, {{cliente.primer_nombre|qué tal}}! Soy {{agente.primer_nombre}}, de {{marca}}. ¿En qué puedo ayudar?',
      },
      {
        ...{ channels: [], locale: 'en', html: null },
        text: '{{greeting}}, {{customer.first_name|there}}! This is {{agent.first_name}} from {{brand}}. How can I help?',
      },
    ],
  },
  {
    ...{ shortcut: 'horario', title: 'Horário de funcionamento', folder: 'Loja', wordings: [] },
    text: 'Atendemos de segunda a sexta, das 9h às 18h, e aos sábados, das 9h às 13h, na Rua Riachuelo, 120, Curitiba.',
  },
  {
    ...{ shortcut: 'pix', title: 'Pagamento por Pix', folder: 'Pedidos', wordings: [] },
    text: 'Pode pagar por Pix, sim. Assim que o pedido for confirmado, envio o código e ele vale por 30 minutos.',
  },
  {
    ...{ shortcut: 'troca', title: 'Trocas', folder: 'Pedidos', wordings: [] },
    text: 'Trocas em até 30 dias, com a etiqueta e o comprovante. Novelos precisam ser do mesmo lote e estar fechados.',
    html: '<p>Trocas em até <b>30 dias</b>, com:</p><ul><li>a etiqueta;</li><li>o comprovante.</li></ul><p>Novelos precisam ser do mesmo lote e estar fechados.</p>',
  },
  {
    ...{ shortcut: 'protocolo', title: 'Número do atendimento', folder: '', wordings: [] },
    text: 'O número deste atendimento é {{protocolo}}.',
  },
  {
    ...{ shortcut: 'obrigada', title: 'Despedida', folder: '', wordings: [] },
    text: 'Obrigada pelo contato, {{cliente.primeiro_nome|até breve}}! Se precisar de mais alguma coisa, é só responder por aqui.',
  },
];

const macros = [
  {
    name: 'Pedir comprovante e esperar',
    folder: 'Pedidos',
    actions: [
      {
        ...{ kind: 'reply', html: null },
        text: `${hello} Pode me mandar uma foto do comprovante? Assim que chegar, sigo com o seu pedido.`,
      },
      { kind: 'status', status: 'snoozed', snooze: { days: 1, time: '09:00' } },
    ],
  },
  {
    name: 'Agradecer e resolver',
    folder: '',
    actions: [
      { kind: 'reply', cannedId: 'obrigada', text: '', html: null },
      { kind: 'status', status: 'resolved', snooze: null },
    ],
  },
  {
    name: 'É urgente: fica comigo',
    folder: '',
    actions: [
      { kind: 'assign', to: 'me' },
      { kind: 'priority', priority: 'urgent' },
      { kind: 'follow', follow: true },
      { kind: 'note', text: '{{atendente.primeiro_nome}} assumiu como urgente.' },
    ],
  },
];

/** Puts them into the demo shop. */
export const makeReplies = (kernel: Kernel, orgId: string): Promise<void> =>
  inTransaction(kernel, systemActor(orgId), async (ctx) => {
    const ids = new Map(cannedReplies.map(({ shortcut }) => [shortcut, ctx.ids.uuid()]));
    for (const { wordings, ...reply } of cannedReplies)
      await ctx.db
        .insertInto('canned_replies')
        .values({
          ...reply,
          org_id: orgId,
          id: ids.get(reply.shortcut) ?? '',
          wordings: sql<string>`${JSON.stringify(wordings)}::jsonb`,
        })
        .execute();
    for (const { actions, ...macro } of macros) {
      const known = actions.map((action) =>
        'cannedId' in action ? { ...action, cannedId: ids.get(action.cannedId ?? '') } : action,
      );
      await ctx.db
        .insertInto('macros')
        .values({ ...macro, org_id: orgId, id: ctx.ids.uuid(), actions: JSON.stringify(known) })
        .execute();
    }
  });
