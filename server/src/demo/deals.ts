import { rolePermissions } from '@meada/contract/permissions';
import type { Pipeline } from '@meada/contract/routes/deals';
import { type PersonActor, systemActor } from '../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../kernel/ctx.ts';
import { createCustomer } from '../modules/customers/index.ts';
import { createDeal, listDealReasons, listPipelines, moveDeal } from '../modules/deals/index.ts';
import { createSegment } from '../modules/segments/index.ts';
import { type DemoDeal, demoDeals, demoSegments } from './selling.ts';

const dayMs = 86_400_000;

/** Makes what the demo shop sells: each deal on the day it was made, moved on the days it moved, by who owns it. */
export async function makeDeals(kernel: Kernel, orgId: string): Promise<void> {
  const people = await peopleOf(kernel, orgId);
  const house = await inTransaction(kernel, systemActor(orgId), async (ctx) => ({
    pipeline: (await listPipelines(ctx)).items[0] as Pipeline,
    reasons: (await listDealReasons(ctx)).items,
  }));
  const customers = new Map<string, string>();
  const newest = [...demoDeals].sort((one, other) => (other.days[0] ?? 0) - (one.days[0] ?? 0));
  for (const deal of newest) {
    const actor = people.find(({ name }) => name.startsWith(deal.owner ?? 'Marina'));
    if (!actor) continue;
    const on = <T>(daysAgo: number, work: (ctx: Ctx) => Promise<T>): Promise<T> =>
      inTransaction(daysBefore(kernel, daysAgo), actor, work);
    await make(on, { deal, customers, ...house });
  }
  const [owner] = people.filter(({ role }) => role === 'owner');
  if (owner)
    for (const body of demoSegments)
      await inTransaction(kernel, owner, (ctx) => createSegment(ctx, { body }));
}

/** The same house at an earlier time of day, so that days are not all of one minute. */
const daysBefore = (kernel: Kernel, days: number): Kernel => ({
  ...kernel,
  clock: { ...kernel.clock, now: () => new Date(kernel.clock.now().getTime() - days * dayMs) },
});

type Making = {
  deal: DemoDeal;
  /** Those made so far, by name. */
  customers: Map<string, string>;
  pipeline: Pipeline;
  reasons: readonly { id: string; name: string; outcome: string }[];
};
type On = <T>(daysAgo: number, work: (ctx: Ctx) => Promise<T>) => Promise<T>;

async function make(on: On, { deal, customers, pipeline, reasons }: Making): Promise<void> {
  const [made = 0, ...moved] = deal.days;
  const { name, email } = deal.customer;
  const identities = email ? [{ kind: 'email', value: email }] : [];
  const customerId =
    customers.get(name) ??
    (await on(made, (ctx) => createCustomer(ctx, { body: { name, notes: '', identities } }))).id;
  customers.set(name, customerId);
  const { id } = await on(made, (ctx) =>
    createDeal(ctx, {
      body: {
        ...{ title: deal.title, customerId, value: deal.value * 100, pipelineId: pipeline.id },
        ...{ companyId: null, conversationId: null, labelIds: [], currency: 'BRL' },
        ownerId: deal.owner ? undefined : null,
        expectedOn: deal.closes === undefined ? null : dayOf(ctx, deal.closes + made),
        nextStep: deal.next?.[0] ?? null,
        nextOn: deal.next ? dayOf(ctx, deal.next[1] + made) : null,
      },
    }),
  );
  const go = (daysAgo: number, stageId: string, reasonId: string | null) =>
    on(daysAgo, (ctx) =>
      moveDeal(ctx, { params: { id }, body: { stageId, reasonId, afterId: null, reasonNote: null } }),
    );
  const open = pipeline.stages.filter(({ category }) => category === 'open');
  for (const [index, days] of moved.entries()) {
    const stage = open[index + 1];
    if (stage) await go(days, stage.id, null);
  }
  if (!deal.end) return;
  const [outcome, reason, days] = deal.end;
  const stage = pipeline.stages.find(({ category }) => category === outcome);
  const reasonId = reasons.find((one) => one.name === reason && one.outcome === outcome)?.id ?? null;
  if (stage) await go(days, stage.id, reasonId);
}

/** YYYY-MM-DD so many days from the clock of the transaction. */
const dayOf = (ctx: Ctx, days: number): string =>
  new Date(ctx.clock.now().getTime() + days * dayMs).toISOString().slice(0, 10);

/** The people of the shop, as they act. */
export async function peopleOf(kernel: Kernel, orgId: string): Promise<PersonActor[]> {
  const rows = await inTransaction(kernel, systemActor(orgId), (ctx) =>
    ctx.db.selectFrom('members').select(['id', 'name', 'role']).execute(),
  );
  return rows.map((row) => {
    const role = row.role as PersonActor['role'];
    return {
      ...{ kind: 'person', id: row.id, name: row.name, orgId, sessionId: '', role, visibility: 'all' },
      ...{ teamIds: [], permissions: new Set(rolePermissions[role]) },
    } as PersonActor;
  });
}
