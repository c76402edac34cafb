import type { Priority } from '@meada/contract/routes/conversations';
import { type RawBuilder, sql } from 'kysely';
import { systemActor } from '../../kernel/actor.ts';
import type { Kernel } from '../../kernel/ctx.ts';
import { inTransaction } from '../../kernel/ctx.ts';
import type { Tx } from '../../kernel/db/connection.ts';
import { type BusinessHours, hoursOfRow } from '../hours/index.ts';
import type { ChannelPlugin, Settings } from './port.ts';

/** An inbox ready for use: settings with secrets decrypted, and its plug-in. Never leaves the server. */
export type LoadedInbox = {
  id: string;
  orgId: string;
  channel: string;
  name: string;
  address: string;
  brandId: string;
  brand: string;
  /** Since when its brand answers by the SAC decree; null: it does not. */
  sacSince: Date | null;
  teamId: string | null;
  active: boolean;
  settings: Settings;
  consent: StandingConsent | null;
  /** When it is attended, its own or those of the queue it enters; null: always. */
  hours: BusinessHours | null;
  /** Said outside the hours, its own words or the queue's; empty: nothing. */
  awayMessage: string;
  /** Minutes of business time in which who asks outside the hours is called; null: no call is offered. */
  callbackMinutes: number | null;
  reopenHours: number;
  /** What conversations begin with here. */
  priority: Priority;
  routeKey: string;
  plugin: ChannelPlugin;
};

/** By whose consent it signs in; `givenAt` tells one consent from the next. */
export type StandingConsent = { provider: string; account: string; givenAt: number };

/** What a sealed setting is bound to: it cannot be moved to another inbox or name. */
export const secretContext = (inboxId: string, name: string): string => `inbox ${inboxId} ${name}`;

/** Loads inboxes of the transaction's organisation, all or the given ones. Those of unknown channels are left out. */
export async function loadInboxes(
  kernel: Pick<Kernel, 'secrets' | 'ports'>,
  db: Tx,
  ids?: readonly string[],
): Promise<LoadedInbox[]> {
  let query = db
    .selectFrom('inboxes')
    .innerJoin('brands', (join) =>
      join.onRef('brands.id', '=', 'inboxes.brand_id').onRef('brands.org_id', '=', 'inboxes.org_id'),
    )
    .leftJoin('inbox_consents as consent', (join) =>
      join
        .onRef('consent.inbox_id', '=', 'inboxes.id')
        .onRef('consent.org_id', '=', 'inboxes.org_id')
        .on('consent.state', '<>', 'asked'),
    )
    .selectAll('inboxes')
    .select(hoursOfRow<BusinessHours | null>('inboxes').as('hours'))
    .select([
      ofQueue<BusinessHours>(hoursOfRow('q')).as('queue_hours'),
      ofQueue<string>(sql`q.away_message`).as('queue_words'),
    ])
    .select('brands.sac_since')
    .select(['brands.name as brand_name', 'consent.provider', 'consent.account', 'consent.given_at']);
  if (ids) query = query.where('inboxes.id', 'in', ids.length > 0 ? [...ids] : [noId]);
  const rows = await query.execute();
  return rows.flatMap((row) => {
    const plugin = kernel.ports.channels.get(row.channel);
    if (!plugin) return [];
    return [
      {
        ...{ id: row.id, orgId: row.org_id, channel: row.channel, name: row.name, address: row.address },
        ...{ brandId: row.brand_id, brand: row.brand_name, sacSince: row.sac_since },
        teamId: row.team_id,
        active: row.active,
        settings: { ...(row.settings as Settings), ...secretsOf(kernel, row) },
        consent: consentOf(row),
        hours: row.hours ?? row.queue_hours,
        awayMessage: row.away_message.trim() ? row.away_message : (row.queue_words ?? ''),
        callbackMinutes: row.callback_minutes,
        reopenHours: row.reopen_hours,
        priority: row.priority as Priority,
        routeKey: row.route_key,
        plugin,
      },
    ];
  });
}

/** Something of the queue (`q`) that an inbox's conversations enter. */
const ofQueue = <T>(what: RawBuilder<unknown>): RawBuilder<T | null> => sql<T | null>`(
  SELECT ${what} FROM queues q WHERE q.org_id = inboxes.org_id AND q.archived_at IS NULL AND q.id = coalesce(
    (SELECT i.queue_id FROM queue_inboxes i WHERE i.org_id = inboxes.org_id AND i.inbox_id = inboxes.id),
    (SELECT d.id FROM queues d WHERE d.org_id = inboxes.org_id AND d.is_default AND d.archived_at IS NULL)))`;

const secretsOf = ({ secrets }: Pick<Kernel, 'secrets'>, row: { id: string; secrets: unknown }): Settings =>
  Object.fromEntries(
    Object.entries(row.secrets as Record<string, string>).map(([name, sealed]) => [
      name,
      secrets.decrypt(sealed, secretContext(row.id, name)),
    ]),
  );

type ConsentRow = { provider: string | null; account: string | null; given_at: Date | null };
const consentOf = ({ provider, account, given_at }: ConsentRow): StandingConsent | null =>
  provider ? { provider, account: account ?? '', givenAt: given_at?.getTime() ?? 0 } : null;

/** Path of an inbox's webhook; the key is random and known to the platform alone. */
export const webhookPath = (routeKey: string): string => `/hooks/${routeKey}`;

const noId = '00000000-0000-0000-0000-000000000000';
const keptMs = 2000;
const subject = 'inboxes.forget';
type Place = { orgId: string; inboxId: string };
type Kept = { at: number; orgId: string; inbox: Promise<LoadedInbox | null> };
type KeptRoute = { at: number; route: Promise<Route | undefined> };
type KeptValue = { at: number; value: Promise<unknown> };
type Memory = {
  inboxes: Map<string, Kept>;
  routes: Map<string, KeptRoute>;
  values: Map<string, KeptValue>;
};
const memories = new WeakMap<object, Memory>();

/** What this process keeps of inboxes; another process that changes one has it forgotten here, too. */
function memoryOf(kernel: Pick<Kernel, 'database' | 'bus'>): Memory {
  const known = memories.get(kernel.database);
  if (known) return known;
  const memory: Memory = { inboxes: new Map(), routes: new Map(), values: new Map() };
  memories.set(kernel.database, memory);
  kernel.bus.onSignal(subject, (data) => drop(memory, data as Place));
  return memory;
}

function drop(memory: Memory, place: Place): void {
  memory.inboxes.delete(`${place.orgId} ${place.inboxId}`);
  // Which keys led to it is not written down: changes are rare, and what was kept is asked for again.
  memory.routes.clear();
  memory.values.clear();
}

/**
 * One inbox, kept for two seconds: under load one query in two seconds and not one per message; a change of settings is
 * seen everywhere as soon as the word of it comes, at the latest after that time.
 */
export function loadInbox(kernel: Kernel, orgId: string, inboxId: string): Promise<LoadedInbox | null> {
  const kept = memoryOf(kernel).inboxes;
  const now = kernel.clock.now().getTime();
  // The organisation belongs to the key: another's id must find nothing, and must not spoil what the owner finds.
  const key = `${orgId} ${inboxId}`;
  const known = kept.get(key);
  // What was kept for one organisation answers no other, neither with its inbox nor with "there is none".
  if (known?.orgId === orgId && now - known.at < keptMs && now >= known.at) return known.inbox;
  const inbox = inTransaction(kernel, systemActor(orgId), async (ctx) => {
    const [loaded] = await loadInboxes(kernel, ctx.db, [inboxId]);
    return loaded ?? null;
  });
  kept.set(key, { at: now, orgId, inbox });
  inbox.catch(() => kept.delete(key));
  return inbox;
}

/** Forgets what was kept: here at once, in the other processes when the word arrives. */
export function forgetInbox(kernel: Pick<Kernel, 'database' | 'bus'>, place: Place): void {
  drop(memoryOf(kernel), place);
  kernel.bus.signal(subject, place);
}

/** What is made of inboxes, kept as long as an inbox is and forgotten when any of them changes. `key` says whose and what. */
export function keptOfInboxes<T>(kernel: Kernel, key: string, make: () => Promise<T>): Promise<T> {
  const kept = memoryOf(kernel).values;
  const now = kernel.clock.now().getTime();
  const known = kept.get(key);
  if (known && now - known.at < keptMs && now >= known.at) return known.value as Promise<T>;
  if (kept.size >= routesAtMost) kept.clear();
  const value = make();
  kept.set(key, { at: now, value });
  value.catch(() => kept.get(key)?.value === value && kept.delete(key));
  return value;
}

type Route = { org_id: string; inbox_id: string };
const routesAtMost = 10_000;

/** Where a key of the directory leads, kept as long as an inbox is; what leads nowhere is not kept. */
function findRoute(kernel: Kernel, kind: string, key: string): Promise<Route | undefined> {
  const kept = memoryOf(kernel).routes;
  const now = kernel.clock.now().getTime();
  const name = `${kind} ${key}`;
  const known = kept.get(name);
  if (known && now - known.at < keptMs && now >= known.at) return known.route;
  const route = kernel.database.asSystem((db) =>
    db
      .selectFrom('inbox_routes')
      .select(['org_id', 'inbox_id'])
      .where('kind', '=', kind)
      .where('key', '=', key)
      .executeTakeFirst(),
  );
  if (kept.size >= routesAtMost) kept.clear();
  kept.set(name, { at: now, route });
  const forget = (): void => void (kept.get(name)?.route === route && kept.delete(name));
  route.then((found) => found ?? forget(), forget);
  return route;
}

/** Finds an inbox by a key of the directory: of its webhook, of its widget, or of its plug-in. */
export async function findInbox(
  kernel: Kernel,
  kind: 'webhook' | 'public' | 'plugin',
  key: string,
): Promise<LoadedInbox | null> {
  const route = await findRoute(kernel, kind, key);
  return route ? loadInbox(kernel, route.org_id, route.inbox_id) : null;
}
