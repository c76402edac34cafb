import { rolePermissions } from '@meada/contract/permissions';
import { type PersonActor, systemActor } from '../kernel/actor.ts';
import { inTransaction, type Kernel } from '../kernel/ctx.ts';
import { changeStatus, sendMessage } from '../modules/conversations/index.ts';
import { addInbox, askForTemplates, changeInbox } from '../modules/inboxes/index.ts';
import { createPerson, foundOrganisation } from '../modules/people/index.ts';
import { makeDeals } from './deals.ts';
import { makePromises } from './promises.ts';
import { makeQueues } from './queues.ts';
import { makeReplies } from './replies.ts';
import { makeSac } from './sac.ts';
import { demoPassword, demoPeople, shop } from './shop.ts';
import { makeStatuses } from './statuses.ts';
import { makeTasks } from './tasks.ts';
import { DemoWorld } from './world.ts';

export type DemoSignIn = { email: string; password: string; role: string };

const seconds = 20;

/** `decree`: with a second brand, which answers by the SAC decree; tests of stories begin without one. */
type Options = { decree?: boolean };

/**
 * Loads the demo shop on first start: people, inboxes on the simulators, and what had happened before. On later starts
 * only the inboxes' settings are brought in step with where the simulators listen now.
 */
export async function loadDemo(
  kernel: Kernel,
  simulators: unknown,
  { decree = false }: Options = {},
): Promise<DemoSignIn[]> {
  const world = simulators ? DemoWorld.parse(simulators) : null;
  if (world) aimLookUps(kernel, world);
  const known = await kernel.database.asSystem((db) =>
    db.selectFrom('organisations').select('id').where('slug', '=', shop.slug).executeTakeFirst(),
  );
  if (known) await refreshInboxes(kernel, known.id, world);
  else {
    const orgId = await makeShop(kernel, world);
    if (decree) await makeSac(kernel, orgId);
  }
  return demoPeople.map((person) => ({ email: person.email, password: demoPassword, role: person.role }));
}

async function makeShop(kernel: Kernel, world: DemoWorld | null): Promise<string> {
  const [owner, ...others] = demoPeople;
  const { orgId } = await foundOrganisation(kernel, {
    organisation: { name: shop.name, slug: shop.slug, locale: 'pt-BR', timeZone: 'America/Sao_Paulo' },
    owner: { name: owner.name, email: owner.email, password: demoPassword, locale: 'pt-BR' },
  });
  for (const person of others) {
    const { name, email, role } = person;
    await createPerson(kernel, { orgId, name, email, role, password: demoPassword, locale: 'pt-BR' });
  }
  await makeReplies(kernel, orgId);
  await makeStatuses(kernel, orgId);
  const own = [...kernel.ports.channels.values()].flatMap((plugin) =>
    plugin.demo ? [{ channel: plugin.manifest.id, ...plugin.demo }] : [],
  );
  for (const inbox of [...own, ...(world?.inboxes ?? [])]) await addInbox(kernel, systemActor(orgId), inbox);
  // Queues name templates by which it is gone on elsewhere.
  await askForTemplates(kernel);
  await makeQueues(kernel, orgId);
  await makePromises(kernel, orgId);
  await makeDeals(kernel, orgId);
  await makeTasks(kernel, orgId);
  for (const scene of world?.scenes ?? []) await play(kernel, orgId, { ...scene, url: world?.url ?? '' });
  return orgId;
}

/** The simulators may listen elsewhere than last time. */
async function refreshInboxes(kernel: Kernel, orgId: string, world: DemoWorld | null): Promise<void> {
  const rows = await inTransaction(kernel, systemActor(orgId), (ctx) =>
    ctx.db.selectFrom('inboxes').select(['id', 'channel', 'name']).execute(),
  );
  for (const inbox of world?.inboxes ?? []) {
    const known = rows.find((row) => row.channel === inbox.channel && row.name === inbox.name);
    if (known) await changeInbox(kernel, systemActor(orgId), { id: known.id, settings: inbox.settings });
  }
}

/** Whom the demo asks for the place of a CEP, once somebody switches that on: the simulators, and nobody outside. */
function aimLookUps({ ports }: Kernel, { services }: DemoWorld): void {
  ports.postalCodes = ports.postalCodes.map((one) => ({ ...one, address: services[one.id] ?? one.address }));
}

type Scene = DemoWorld['scenes'][number] & { url: string };

/** A customer writes on their phone; the shop answers and perhaps closes the matter. */
async function play(kernel: Kernel, orgId: string, scene: Scene): Promise<void> {
  const before = (await lastFromOutside(kernel, orgId))?.id ?? null;
  await kernel.egress.fetch(`${scene.url}${scene.path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(scene.body),
  });
  const came = await arrived(kernel, orgId, { path: scene.path, before });
  if (!came || !scene.answer) return;
  const { conversationId, legId } = came;
  await inTransaction(kernel, await agentOf(kernel, orgId), async (ctx) => {
    const body = {
      clientId: ctx.ids.uuid(),
      content: { v: 1 as const, kind: 'text' as const, text: scene.answer ?? '' },
      legId,
    };
    await sendMessage(ctx, { conversationId, internal: false, attachmentIds: [], ...body });
    if (scene.resolved) await changeStatus(ctx, { conversationId, status: 'resolved' });
  });
}

/** The first agent of the shop, as who the answers of the past were written. */
async function agentOf(kernel: Kernel, orgId: string): Promise<PersonActor> {
  const row = await inTransaction(kernel, systemActor(orgId), (ctx) =>
    ctx.db.selectFrom('members').select(['id', 'name']).where('role', '=', 'agent').executeTakeFirstOrThrow(),
  );
  const permissions = new Set(rolePermissions.agent);
  return {
    kind: 'person',
    ...row,
    orgId,
    sessionId: '',
    role: 'agent',
    permissions,
    visibility: 'all',
    teamIds: [],
  };
}

/** The message that came last from outside; a scene may open a conversation or go on with one. */
const lastFromOutside = (kernel: Kernel, orgId: string) =>
  inTransaction(kernel, systemActor(orgId), async (ctx) => {
    const row = await ctx.db
      .selectFrom('messages')
      .select(['id', 'conversation_id as conversationId', 'leg_id as legId'])
      .where('author_kind', '=', 'customer')
      .where('leg_id', 'is not', null)
      // By when it was stored: what a platform says of the time may lie before.
      .orderBy('id', 'desc')
      .executeTakeFirst();
    return row ?? null;
  });

/** Waits for the message of a scene; what a channel does not bring in time is left out of the demo's past. */
async function arrived(
  kernel: Kernel,
  orgId: string,
  { path, before }: { path: string; before: string | null },
): Promise<{ conversationId: string; legId: string } | null> {
  const until = kernel.clock.now().getTime() + seconds * 1000;
  while (kernel.clock.now().getTime() < until) {
    const last = await lastFromOutside(kernel, orgId);
    if (last?.legId && last.id !== before) return { conversationId: last.conversationId, legId: last.legId };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  kernel.log.warn('a scene of the demo did not arrive', { path });
  return null;
}
