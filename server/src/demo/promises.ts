import type { Layout, PanelName } from '@meada/contract/workspace';
import { systemActor } from '../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../kernel/ctx.ts';
import { createAgreement } from '../modules/agreements/index.ts';
import { createHours, putHolidays } from '../modules/hours/index.ts';
import { setStandard } from '../modules/people/index.ts';

const minutes = { hour: 60, workday: 8 * 60 } as const;

/** Monday to Friday all day, Saturday in the morning. */
const week = [
  ...[1, 2, 3, 4, 5].map((day) => ({ day, from: '09:00', to: '18:00' })),
  { day: 6, from: '09:00', to: '13:00' },
];

/** Holidays of the shop's town and of its own, beside Brazil's. */
const holidays = [
  { name: 'Nossa Senhora da Luz (Curitiba)', on: '09-08', open: null },
  { name: 'Véspera de Natal', on: '12-24', open: { from: '09:00', to: '13:00' } },
  { name: 'Véspera de Ano-Novo', on: '12-31', open: { from: '09:00', to: '13:00' } },
];

/**
 * When the demo shop is open, what it promises by that, and how the desk begins for who collects payments. No inbox goes by
 * the hours: who tries the demo at night is not answered by an away message.
 */
export const makePromises = (kernel: Kernel, orgId: string): Promise<void> =>
  inTransaction(kernel, systemActor(orgId), async (ctx) => {
    await putHolidays(ctx, { body: { items: holidays } });
    const place = { timeZone: 'America/Sao_Paulo', holidays: 'optional' as const };
    const hours = await createHours(ctx, {
      body: { name: 'Horário da loja', ...place, week, ownHolidays: true, exceptions: [] },
    });
    await createAgreement(ctx, {
      body: {
        name: 'Cartas: resposta em 4 h úteis',
        active: true,
        conditions: {
          ...{ queueIds: [], priorities: [], segmentIds: [], labelIds: [] },
          inboxIds: await letterInboxes(ctx),
        },
        hoursId: hours.id,
        targets: {
          first_answer: 4 * minutes.hour,
          next_answer: minutes.workday,
          resolution: 3 * minutes.workday,
        },
        warnBefore: 30,
      },
    });
    await arrangeFinance(ctx);
  });

/** Inboxes of channels whose messages are letters. */
async function letterInboxes(ctx: Ctx): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('inboxes')
    .select(['id', 'channel'])
    .where('org_id', '=', ctx.orgId)
    .execute();
  return rows
    .filter(({ channel }) => ctx.ports.channels.get(channel)?.manifest.capabilities.subject === true)
    .map(({ id }) => id);
}

const card = (panel: PanelName, collapsed = false) => ({ panel, collapsed });

/** Deals and what is known of the customer first; nothing is hidden. */
const forFinance: Layout = {
  columns: [
    {
      width: null,
      cards: [
        ...[card('customer'), card('deals'), card('fields'), card('tasks'), card('notes')],
        ...[card('others'), card('timeline'), card('known', true)],
      ],
    },
  ],
  hidden: [],
  listWidth: null,
};

async function arrangeFinance(ctx: Ctx): Promise<void> {
  const queue = await ctx.db
    .selectFrom('queues')
    .select('id')
    .where('org_id', '=', ctx.orgId)
    .where('name', '=', 'Financeiro')
    .executeTakeFirst();
  if (!queue) return;
  const body = { teamId: null, queueId: queue.id, layout: forFinance, density: null };
  await setStandard(ctx, { body });
}
