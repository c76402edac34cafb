import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { type Role, rolePermissions, type Visibility } from '@meada/contract/permissions';
import { sql } from 'kysely';
import { type Actor, type PersonActor, systemActor } from '../../kernel/actor.ts';
import { heldClock } from '../../kernel/clock.ts';
import { readConfig } from '../../kernel/config.ts';
import { type Ctx, inTransaction, type Kernel, type Ports } from '../../kernel/ctx.ts';
import { type Cursor, endOfLog, type LoggedEvent, readLog } from '../../kernel/events/log.ts';
import { makeKernel } from '../../kernel/kernel.ts';
import { type TestDatabase, testDatabase } from '../../kernel/testing/database.ts';
import { collectKinds } from '../customers/index.ts';
import { type ChannelPlugin, collectChannels } from '../inboxes/index.ts';
import { createOrganisation } from '../organisations/index.ts';
import { channels } from './factories-channels.ts';
import { protocolNumber } from './protocol.ts';

/** Conversations to try things on: a house without HTTP, channels that reach nobody, rows as the inbound side leaves them. */

export type Desk = {
  kernel: Kernel;
  clock: ReturnType<typeof heldClock>;
  database: TestDatabase;
  orgId: string;
  brandId: string;
  /** Runs as an actor, else as the system of the organisation. */
  as<T>(actor: Actor | null, work: (ctx: Ctx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

/** Opens a house of one organisation on a database of its own. */
export async function openDesk(
  plugins: readonly ChannelPlugin[] = channels,
  more: Partial<Pick<Ports, 'assignments' | 'audiences' | 'conditions' | 'questions' | 'taskWords'>> = {},
): Promise<Desk> {
  const database = await testDatabase();
  const clock = heldClock('2026-03-02T12:00:00Z');
  const dataDir = mkdtempSync(join(tmpdir(), 'meada-desk-'));
  const config = readConfig({
    DATA_DIR: dataDir,
    LOG_LEVEL: 'silent',
    MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
  });
  const ports = {
    channels: collectChannels(plugins),
    identityKinds: collectKinds(plugins.flatMap((plugin) => plugin.manifest.identityKinds)),
    timeline: [],
    conditions: [],
    postalCodes: [],
    audiences: { read: async () => ({ name: '', ready: false }), holds: async () => false },
    assignments: { assigned: async () => {} },
    taskWords: { say: async () => {} },
    ...more,
  };
  const kernel = await makeKernel(config, database, { ports, clock });
  const { id: orgId, brandId } = await createOrganisation(kernel, { name: 'Empório' });
  return {
    kernel,
    clock,
    database,
    orgId,
    brandId,
    as: (actor, work) => inTransaction(kernel, actor ?? systemActor(orgId), work),
    close: async () => {
      await kernel.close();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** All events after a place in the log; waits for transactions of other databases of the same server to end. */
export async function eventsAfter(desk: Desk, after: Cursor): Promise<LoggedEvent[]> {
  for (;;) {
    const { events, unsettled } = await readLog(desk.kernel, after, 10_000);
    if (!unsettled) return events;
    await setImmediate();
  }
}

/** The last event's place, waited for likewise: the log's readable end may lie before what was just done. */
export async function lastPlace(desk: Desk): Promise<Cursor> {
  for (;;) {
    const end = await endOfLog(desk.kernel);
    const { events, unsettled } = await readLog(desk.kernel, end, 1);
    if (events.length === 0 && !unsettled) return end;
    await setImmediate();
  }
}

/** What the log holds of something that is done, and of nothing that was done before. */
export async function eventsOf(desk: Desk, act: () => Promise<unknown>): Promise<LoggedEvent[]> {
  const before = await lastPlace(desk);
  await act();
  return eventsAfter(desk, before);
}

/** A member of the organisation, as they act. */
export function addPerson(
  desk: Desk,
  given: { name?: string; role?: Role; visibility?: Visibility; teamIds?: string[] } = {},
): Promise<PersonActor> {
  const { name = 'Ana', role = 'agent', visibility = 'all', teamIds = [] } = given;
  return desk.as(null, async (ctx) => {
    const id = ctx.ids.uuid();
    const row = { org_id: ctx.orgId, id, name, email: `${id}@example.com`, role, visibility };
    await ctx.db.insertInto('members').values(row).execute();
    return {
      kind: 'person',
      id,
      orgId: ctx.orgId,
      sessionId: ctx.ids.uuid(),
      name,
      role,
      permissions: new Set(rolePermissions[role]),
      visibility,
      teamIds,
    };
  });
}

export function addTeam(desk: Desk, name: string): Promise<string> {
  return desk.as(null, async (ctx) => {
    const id = ctx.ids.uuid();
    await ctx.db.insertInto('teams').values({ org_id: ctx.orgId, id, name }).execute();
    return id;
  });
}

export function addInbox(desk: Desk, channel: string): Promise<string> {
  return desk.as(null, async (ctx) => {
    const id = ctx.ids.uuid();
    await ctx.db
      .insertInto('inboxes')
      .values({ org_id: ctx.orgId, id, channel, name: channel, brand_id: desk.brandId, route_key: id })
      .execute();
    return id;
  });
}

export type Caller = { customerId: string; identityId: string };

/** A customer with one address. */
export function addCustomer(
  desk: Desk,
  given: { name?: string | null; value?: string; verified?: boolean; source?: string } = {},
): Promise<Caller> {
  return desk.as(null, async (ctx) => {
    const { name = 'Bia', value = ctx.ids.digits(11), verified = true, source = 'inbound' } = given;
    const [customerId, identityId] = [ctx.ids.uuid(), ctx.ids.uuid()];
    await ctx.db
      .insertInto('customers')
      .values({ org_id: ctx.orgId, id: customerId, canonical_id: customerId, name })
      .execute();
    await ctx.db
      .insertInto('identities')
      .values({
        org_id: ctx.orgId,
        id: identityId,
        customer_id: customerId,
        kind: 'line',
        value,
        canonical: value,
        match_key: `line:${value}`,
        proof: verified ? 'platform' : 'none',
        verified_at: verified ? ctx.clock.now() : null,
        source,
      })
      .execute();
    return { customerId, identityId };
  });
}

export type Talk = Caller & { id: string; legId: string; inboxId: string; messageId: string };

let number = 0;

type TalkInput = { caller?: Caller; assigneeId?: string | null; teamId?: string | null; text?: string };

/** A conversation as the customer's first message leaves it. */
export async function addTalk(desk: Desk, inboxId: string, given: TalkInput = {}): Promise<Talk> {
  const caller = given.caller ?? (await addCustomer(desk));
  return desk.as(null, async (ctx) => {
    const [id, legId, messageId] = [ctx.ids.uuid(), ctx.ids.uuid(), ctx.ids.uuid()];
    const talk: Talk = { ...caller, id, legId, inboxId, messageId };
    const text = given.text ?? 'Bom dia';
    await insertTalk(ctx, talk, { ...given, text, brandId: desk.brandId });
    await insertParts(ctx, talk);
    await insertFirstMessage(ctx, talk, text);
    return talk;
  });
}

async function insertTalk(
  ctx: Ctx,
  talk: Talk,
  given: TalkInput & { text: string; brandId: string },
): Promise<void> {
  const now = ctx.clock.now();
  number += 1;
  // Several are made at once.
  const own = number;
  const inbox = await ctx.db
    .selectFrom('inboxes')
    .select('channel')
    .where('id', '=', talk.inboxId)
    .executeTakeFirstOrThrow();
  await ctx.db
    .insertInto('conversations')
    .values({
      org_id: ctx.orgId,
      id: talk.id,
      protocol: protocolNumber('2026-01-02', own),
      customer_id: talk.customerId,
      brand_id: given.brandId,
      channel: inbox.channel,
      inbox_id: talk.inboxId,
      assignee_id: given.assigneeId ?? null,
      team_id: given.teamId ?? null,
      last_seq: 1,
      last_inbound_seq: 1,
      preview: given.text,
      preview_kind: 'text',
      preview_author: 'customer',
      waiting_since: now,
      active_at: now,
      created_at: now,
    })
    .execute();
}

async function insertParts(ctx: Ctx, talk: Talk): Promise<void> {
  const place = { org_id: ctx.orgId, conversation_id: talk.id, identity_id: talk.identityId };
  await ctx.db
    .insertInto('participants')
    .values({ ...place, id: ctx.ids.uuid(), role: 'requester' })
    .execute();
  await ctx.db
    .insertInto('legs')
    .values({
      ...place,
      id: talk.legId,
      inbox_id: talk.inboxId,
      join_reason: 'new_conversation',
      last_inbound_at: ctx.clock.now(),
    })
    .execute();
}

async function insertFirstMessage(ctx: Ctx, talk: Talk, text: string): Promise<void> {
  await ctx.db
    .insertInto('messages')
    .values({
      org_id: ctx.orgId,
      conversation_id: talk.id,
      id: talk.messageId,
      seq: 1,
      at: ctx.clock.now(),
      author_kind: 'customer',
      author_id: talk.identityId,
      inbox_id: talk.inboxId,
      leg_id: talk.legId,
      content: sql<string>`${JSON.stringify({ v: 1, kind: 'text', text })}::jsonb`,
    })
    .execute();
  ctx.emit({
    name: 'message.created',
    facts: {
      conversationId: talk.id,
      messageId: talk.messageId,
      seq: 1,
      authorKind: 'customer',
      visibility: 'private',
      inboxId: talk.inboxId,
      automatic: 'no',
    },
  });
}
