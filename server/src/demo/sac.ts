import type { SacEffect } from '@meada/contract/sac';
import { sql } from 'kysely';
import { type PersonActor, systemActor } from '../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../kernel/ctx.ts';
import { countClocks } from '../modules/agreements/index.ts';
import { changeStatus, newProtocol, sendMessage } from '../modules/conversations/index.ts';
import { nameNameless } from '../modules/customers/index.ts';
import { addInbox, changeInbox, createBrand, receive } from '../modules/inboxes/index.ts';
import { askRequest, switchMode, takeRequest } from '../modules/sac/index.ts';
import { peopleOf } from './deals.ts';
import { sacBrand } from './shop.ts';

const dayMs = 86_400_000;
const waitMs = 20_000;

type Demand = {
  name: string;
  says: string;
  answer: string;
  daysAgo: number;
  /** So many days after it came; with `open` the answer is none that ends the demand. */
  answeredAfter: number;
  open?: true;
  /** What is asked for now: by the customer, or written down by an agent on their behalf. */
  asks?: 'history' | SacEffect;
};

/** In time and its history sent; a cancellation that somebody has yet to finish; one that came too late; one that is due. */
const demands: readonly Demand[] = [
  {
    name: 'Lúcia Prado',
    says: 'Minha internet cai toda noite desde segunda-feira.',
    answer: 'Lúcia, trocamos a porta do seu cabo na central. A conexão está estável há 24 horas.',
    ...{ daysAgo: 12, answeredAfter: 2, asks: 'history' },
  },
  {
    name: 'Otávio Reis',
    says: 'Quero cancelar o plano de 300 mega, vou mudar de cidade.',
    answer: 'Otávio, pedido recebido. Não há multa, e a retirada do aparelho está marcada para quinta-feira.',
    ...{ daysAgo: 4, answeredAfter: 0.02, asks: 'technical' },
  },
  {
    name: 'Bianca Lemos',
    says: 'Cobraram duas vezes a instalação na fatura do mês passado.',
    answer: 'Bianca, a segunda cobrança foi estornada e aparece na próxima fatura. Desculpe a demora.',
    ...{ daysAgo: 16, answeredAfter: 8.2 },
  },
  {
    name: 'Davi Moura',
    says: 'O técnico não apareceu no horário marcado.',
    answer: 'Davi, desculpe. Estou vendo com a equipe de campo e volto com um horário novo.',
    ...{ daysAgo: 5.6, answeredAfter: 0.1, open: true },
  },
];

/**
 * A second brand of the demo's firm, an internet provider that answers by the SAC decree: its compliance page and its lists
 * have evidence at first look. Nothing is made where no channel of the house can play a customer.
 */
export async function makeSac(kernel: Kernel, orgId: string): Promise<void> {
  const plugin = [...kernel.ports.channels.values()].find(({ demo }) => demo?.second);
  const second = plugin?.demo?.second;
  const agent = (await peopleOf(kernel, orgId)).find(({ role }) => role === 'agent');
  if (!plugin || !second || !agent) return;
  const house = systemActor(orgId);
  const brandId = await inTransaction(kernel, house, makeBrand);
  const { id: inboxId } = await addInbox(kernel, house, {
    ...{
      channel: plugin.manifest.id,
      name: sacBrand.inbox,
      brandId,
      settings: second.settings(sacBrand.name),
    },
  });
  const place: Place = { kernel, orgId, inboxId, agent };
  for (const demand of demands) {
    const said = { id: kernel.ids.uuid(), name: demand.name, text: demand.says };
    const arrival = second.arrival({ ...said, at: kernel.clock.now().toISOString() });
    await receive(kernel, { orgId, inboxId }, [arrival]);
    await play(place, demand, said.text);
  }
  // Only now: what came at night would have been answered by the away message.
  const hoursId = await inTransaction(kernel, house, async (ctx) => {
    const row = await ctx.db
      .selectFrom('hours')
      .select('id')
      .where('org_id', '=', orgId)
      .orderBy('name')
      .executeTakeFirst();
    return row?.id ?? null;
  });
  const awayMessage = 'Recebemos a sua mensagem. Respondemos assim que voltarmos.';
  await changeInbox(kernel, house, { id: inboxId, hoursId, awayMessage });
}

async function makeBrand(ctx: Ctx): Promise<string> {
  const { id } = await createBrand(ctx, { body: { name: sacBrand.name, voice: '' } });
  await switchMode(ctx, { params: { id }, body: { on: true } });
  const since = new Date(ctx.clock.now().getTime() - 30 * dayMs);
  await ctx.db
    .updateTable('brands')
    .set({ sac_since: since })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
  return id;
}

type Place = { kernel: Kernel; orgId: string; inboxId: string; agent: PersonActor };

/** The agent answers, it becomes something of the past, and what the customer has a right to is asked for. */
async function play(place: Place, demand: Demand, text: string): Promise<void> {
  const { kernel, orgId, agent } = place;
  const conversationId = await arrived(place, text);
  if (!conversationId) return;
  const content = { v: 1 as const, kind: 'text' as const, text: demand.answer };
  await inTransaction(kernel, agent, async (ctx) => {
    const clientId = ctx.ids.uuid();
    await sendMessage(ctx, { conversationId, content, clientId, internal: false, attachmentIds: [] });
    if (!demand.open) await changeStatus(ctx, { conversationId, status: 'resolved' });
  });
  await inTransaction(kernel, systemActor(orgId), async (ctx) => {
    await nameWriter(ctx, conversationId, demand.name);
    await putBack(ctx, conversationId, demand);
  });
  await inTransaction(kernel, systemActor(orgId), (ctx) => countAnew(ctx, conversationId));
  const { asks } = demand;
  if (asks === 'history')
    await inTransaction(kernel, systemActor(orgId), (ctx) => takeRequest(ctx, conversationId));
  else if (asks)
    await inTransaction(kernel, agent, (ctx) =>
      askRequest(ctx, { params: { id: conversationId }, body: { kind: 'cancellation', effect: asks } }),
    );
}

/** The conversation the words have come into; null when they do not come. */
async function arrived({ kernel, orgId, inboxId }: Place, text: string): Promise<string | null> {
  const until = kernel.clock.now().getTime() + waitMs;
  while (kernel.clock.now().getTime() < until) {
    const { rows } = await inTransaction(kernel, systemActor(orgId), (ctx) =>
      sql<{
        id: string;
      }>`SELECT conversation_id AS id FROM messages WHERE org_id = ${orgId} AND inbox_id = ${inboxId}
        AND author_kind = 'customer' AND content ->> 'text' = ${text}`.execute(ctx.db),
    );
    if (rows[0]) return rows[0].id;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  kernel.log.warn('a demand of the demo did not arrive');
  return null;
}

/** By what they said of themselves: a browser of its own brings no name that is believed. */
async function nameWriter(ctx: Ctx, id: string, name: string): Promise<void> {
  const row = await ctx.db
    .selectFrom('conversations')
    .select('customer_id')
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  await nameNameless(ctx, row.customer_id, name);
}

/** As if it had happened then: words, answer, end and number are put back by days. */
async function putBack(ctx: Ctx, id: string, { daysAgo, answeredAfter }: Demand): Promise<void> {
  const came = sql`${daysAgo * dayMs} * interval '1 millisecond'`;
  const done = sql`${(daysAgo - answeredAfter) * dayMs} * interval '1 millisecond'`;
  const own = sql`org_id = ${ctx.orgId} AND conversation_id = ${id}`;
  const back = sql`CASE WHEN seq < (SELECT min(p.seq) FROM messages p WHERE p.org_id = ${ctx.orgId}
    AND p.conversation_id = ${id} AND p.author_kind = 'person') THEN ${came} ELSE ${done} END`;
  const protocol = await newProtocol(ctx, new Date(ctx.clock.now().getTime() - daysAgo * dayMs));
  await sql`UPDATE conversations SET protocol = ${protocol}, created_at = created_at - ${came}, active_at = active_at - ${done},
    resolved_at = resolved_at - ${done} WHERE org_id = ${ctx.orgId} AND id = ${id}`.execute(ctx.db);
  await sql`UPDATE messages SET at = at - ${back}, created_at = created_at - ${back} WHERE ${own}`.execute(
    ctx.db,
  );
  await sql`UPDATE protocol_tellings SET asked_at = asked_at - ${came}, told_at = told_at - ${came} WHERE ${own}`.execute(
    ctx.db,
  );
}

/** The clocks of something of the past, from its beginning. */
async function countAnew(ctx: Ctx, id: string): Promise<void> {
  // The first counting also takes what whoever counts clocks holds: nobody else does meanwhile.
  await countClocks(ctx, [id], { anew: true });
  await sql`DELETE FROM deadlines WHERE org_id = ${ctx.orgId} AND conversation_id = ${id}`.execute(ctx.db);
  await countClocks(ctx, [id], { anew: true });
}
