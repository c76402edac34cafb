import type { ContactCost } from '@meada/contract/money';
import type { Priority } from '@meada/contract/routes/conversations';
import { sql } from 'kysely';
import type { Ctx, Kernel } from '../../kernel/ctx.ts';
import { conflict, found, notFound } from '../../kernel/errors.ts';
import { secretContext } from './load.ts';
import type { ChannelPlugin, Settings } from './port.ts';
import type { NextSettings } from './settings.ts';
import { hasPublicKey } from './views.ts';

/** Writes of inboxes and of the directory they are found by. */

export type NewInbox = {
  id: string;
  channel: string;
  name: string;
  address: string;
  brandId: string;
  teamId: string | null;
  routeKey: string;
  settings: NextSettings;
};

/** A new inbox, not active yet: nothing finds it before it is in the directory. */
export async function insertInbox(ctx: Ctx, made: NewInbox): Promise<void> {
  await ctx.db
    .insertInto('inboxes')
    .values({
      org_id: ctx.orgId,
      id: made.id,
      channel: made.channel,
      name: made.name,
      address: made.address,
      brand_id: made.brandId,
      team_id: made.teamId,
      active: false,
      route_key: made.routeKey,
      settings: JSON.stringify(made.settings.open),
      secrets: JSON.stringify(sealed(ctx, made.id, { before: {}, changes: made.settings.secrets })),
      created_at: ctx.clock.now(),
    })
    .execute();
}

type Sealing = { before: Record<string, string>; changes: Record<string, string | null> };

/** Ciphertexts after a change; each is bound to this inbox and its own name. */
function sealed(
  ctx: Pick<Ctx, 'secrets'>,
  inboxId: string,
  { before, changes }: Sealing,
): Record<string, string> {
  const after = { ...before };
  for (const [name, text] of Object.entries(changes)) {
    if (text === null) delete after[name];
    else after[name] = ctx.secrets.encrypt(text, secretContext(inboxId, name));
  }
  return after;
}

/** Takes back an inbox that never became active. */
export async function dropInbox(ctx: Ctx, id: string): Promise<void> {
  await ctx.db.deleteFrom('inboxes').where('org_id', '=', ctx.orgId).where('id', '=', id).execute();
}

export type InboxChange = {
  name?: string;
  active?: boolean;
  /** When it was put away; null takes it back. */
  archivedAt?: Date | null;
  teamId?: string | null;
  brandId?: string;
  hoursId?: string | null;
  awayMessage?: string;
  callbackMinutes?: number | null;
  reopenHours?: number;
  ownerId?: string | null;
  playbook?: string;
  contactCost?: ContactCost | null;
  priority?: Priority;
  settings?: NextSettings & { address: string };
};

/** Saves what is named. `secrets` are the ciphertexts that stood before. */
export async function saveInbox(
  ctx: Ctx,
  inbox: { id: string; secrets: Record<string, string> },
  change: InboxChange,
): Promise<void> {
  const { settings, contactCost } = change;
  const values = {
    name: change.name,
    active: change.active,
    archived_at: change.archivedAt,
    team_id: change.teamId,
    brand_id: change.brandId,
    reopen_hours: change.reopenHours,
    owner_id: change.ownerId,
    playbook: change.playbook,
    priority: change.priority,
    cost_minor: contactCost === undefined ? undefined : (contactCost?.minor ?? null),
    cost_currency: contactCost === undefined ? undefined : (contactCost?.currency ?? null),
    hours_id: change.hoursId,
    away_message: change.awayMessage,
    callback_minutes: change.callbackMinutes,
    address: settings?.address,
    settings: settings && JSON.stringify(settings.open),
    secrets:
      settings && JSON.stringify(sealed(ctx, inbox.id, { before: inbox.secrets, changes: settings.secrets })),
  };
  if (Object.values(values).every((value) => value === undefined)) return;
  await ctx.db
    .updateTable('inboxes')
    .set(values)
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', inbox.id)
    .execute();
}

export type InboxRow = {
  id: string;
  channel: string;
  routeKey: string;
  active: boolean;
  archivedAt: Date | null;
  settings: Settings;
  secrets: Record<string, string>;
};

/** The row of an inbox, held until the transaction ends. Throws `not_found`. */
export async function holdInbox(ctx: Ctx, id: string): Promise<InboxRow> {
  const row = found(
    await ctx.db
      .selectFrom('inboxes')
      .select([
        'id',
        'channel',
        'route_key as routeKey',
        'active',
        'archived_at as archivedAt',
        'settings',
        'secrets',
      ])
      .where('org_id', '=', ctx.orgId)
      .where('id', '=', id)
      .forNoKeyUpdate()
      .executeTakeFirst(),
    'inbox',
  );
  return { ...row, settings: row.settings as Settings, secrets: row.secrets as Record<string, string> };
}

/** The brand asked for, or the organisation's first. Throws `not_found`. */
export async function brandIdOf(ctx: Ctx, wanted: string | undefined): Promise<string> {
  let query = ctx.db.selectFrom('brands').select('id').where('org_id', '=', ctx.orgId);
  if (wanted !== undefined) query = query.where('id', '=', wanted);
  return found(await query.orderBy('created_at').orderBy('id').executeTakeFirst(), 'brand').id;
}

/** Throws `not_found` unless the team is one of this organisation. */
export async function requireTeam(ctx: Ctx, id: string | null | undefined): Promise<void> {
  if (!id) return;
  const row = await ctx.db
    .selectFrom('teams')
    .select('id')
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw notFound('team');
}

/** Throws `not_found` unless the person serves this organisation. */
export async function requirePerson(ctx: Ctx, id: string | null | undefined): Promise<void> {
  if (!id) return;
  const row = await ctx.db
    .selectFrom('members')
    .select('id')
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .where('active', '=', true)
    .executeTakeFirst();
  if (!row) throw notFound('person');
}

export type RouteKey = { kind: 'webhook' | 'public' | 'plugin'; key: string };

/** By what an inbox is found from outside. */
export function routesOf(plugin: ChannelPlugin, routeKey: string, settings: Settings): RouteKey[] {
  return [
    ...(plugin.webhook ? [{ kind: 'webhook' as const, key: routeKey }] : []),
    ...(hasPublicKey(plugin) ? [{ kind: 'public' as const, key: routeKey }] : []),
    ...(plugin.routeKeys?.(settings) ?? []).map((key) => ({ kind: 'plugin' as const, key })),
  ];
}

type Place = { orgId: string; inboxId: string };

/** Takes keys of the directory for an inbox. Throws `conflict` when another inbox has one; then none is taken. */
export async function claimRoutes(kernel: Kernel, place: Place, routes: readonly RouteKey[]): Promise<void> {
  if (routes.length === 0) return;
  await kernel.database.asSystem(async (db) => {
    await db
      .insertInto('inbox_routes')
      // One order everywhere: two inboxes that want the same keys wait for each other and do not deadlock.
      .values(
        [...routes]
          .sort((a, b) => (a.key < b.key ? -1 : 1))
          .map((route) => ({ ...route, org_id: place.orgId, inbox_id: place.inboxId })),
      )
      .onConflict((known) => known.doNothing())
      .execute();
    const result = await sql<{ count: number }>`
      SELECT count(*) AS count FROM inbox_routes
      JOIN unnest(${routes.map((route) => route.kind)}::text[], ${routes.map((route) => route.key)}::text[])
        AS wanted(kind, key) USING (kind, key)
      WHERE org_id = ${place.orgId} AND inbox_id = ${place.inboxId}`.execute(db);
    const wanted = new Set(routes.map((route) => `${route.kind} ${route.key}`));
    if (result.rows[0]?.count !== wanted.size) {
      throw conflict('Another inbox has this address already.', 'body.settings');
    }
  });
}

/** Leaves an inbox exactly these keys. */
export async function keepRoutes(kernel: Kernel, place: Place, routes: readonly RouteKey[]): Promise<void> {
  await kernel.database.asSystem(async (db) => {
    await sql`
      DELETE FROM inbox_routes WHERE org_id = ${place.orgId} AND inbox_id = ${place.inboxId}
        AND (kind, key) NOT IN (
          SELECT * FROM unnest(${routes.map((route) => route.kind)}::text[], ${routes.map((route) => route.key)}::text[]))`.execute(
      db,
    );
  });
}
