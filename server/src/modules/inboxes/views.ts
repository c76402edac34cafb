import type { Inbox, InboxUse } from '@meada/contract/routes/inboxes';
import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import { webhookPath } from './load.ts';
import type { ChannelPlugin, Settings } from './port.ts';
import { masked } from './settings.ts';
import { costOf } from './views-desk.ts';

/** Days in which a failed dispatch counts on the health page. */
const failuresDays = 7;

type Row = {
  id: string;
  channel: string;
  name: string;
  address: string;
  brand_id: string;
  team_id: string | null;
  active: boolean;
  archived_at: Date | null;
  settings: Settings;
  secret_names: string[];
  hours_id: string | null;
  away_message: string;
  callback_minutes: number | null;
  reopen_hours: number;
  owner_id: string | null;
  playbook: string;
  cost_minor: number | null;
  cost_currency: string | null;
  priority: Inbox['priority'];
  route_key: string;
  health_state: Inbox['health']['state'];
  health_text: string | null;
  last_in_at: Date | null;
  last_out_at: Date | null;
  waiting: number;
  poison: number;
  queued: number;
  failed: number;
  consent: Inbox['consent'];
};

/** Inboxes with settings and health, all or one, in one query; those of channels that are not there are left out. */
export async function inboxesOf(ctx: Ctx, id: string | null = null): Promise<Inbox[]> {
  const since = new Date(ctx.clock.now().getTime() - failuresDays * 24 * 3_600_000);
  const result = await sql<Row>`
    SELECT b.id, b.channel, b.name, b.address, b.brand_id, b.team_id, b.active, b.archived_at, b.settings, b.hours_id,
      b.away_message, b.callback_minutes,
      b.reopen_hours, b.owner_id, b.playbook, b.cost_minor, b.cost_currency, b.priority, b.route_key, b.health_state, b.health_text, b.last_in_at, b.last_out_at,
      ARRAY(SELECT jsonb_object_keys(b.secrets)) AS secret_names,
      (SELECT count(*) FROM receipts r
        WHERE r.org_id = b.org_id AND r.state = 'new' AND r.inbox_id = b.id) AS waiting,
      (SELECT count(*) FROM receipts r
        WHERE r.org_id = b.org_id AND r.state = 'poison' AND r.inbox_id = b.id AND r.body IS NOT NULL) AS poison,
      (SELECT count(*) FROM dispatches d
        WHERE d.org_id = b.org_id AND d.inbox_id = b.id AND d.state IN ('queued', 'sending')) AS queued,
      (SELECT count(*) FROM dispatches d
        WHERE d.org_id = b.org_id AND d.inbox_id = b.id AND d.state = 'failed' AND d.updated_at > ${since}) AS failed,
      (SELECT jsonb_build_object('provider', s.provider, 'account', s.account, 'state', s.state, 'givenAt', s.given_at)
        FROM inbox_consents s
        WHERE s.org_id = b.org_id AND s.inbox_id = b.id AND s.state <> 'asked') AS consent
    FROM inboxes b
    WHERE b.org_id = ${ctx.orgId} ${id === null ? sql`` : sql`AND b.id = ${id}`}
    ORDER BY b.created_at, b.id`.execute(ctx.db);
  return result.rows.flatMap((row) => {
    const plugin = ctx.ports.channels.get(row.channel);
    return plugin ? [inboxOf(row, plugin, ctx.publicUrl)] : [];
  });
}

function inboxOf(row: Row, plugin: ChannelPlugin, publicUrl: string): Inbox {
  return {
    id: row.id,
    channel: row.channel,
    name: row.name,
    address: row.address,
    brandId: row.brand_id,
    teamId: row.team_id,
    active: row.active,
    settings: masked(plugin.manifest, { open: row.settings, secretNames: new Set(row.secret_names) }),
    hoursId: row.hours_id,
    awayMessage: row.away_message,
    callbackMinutes: row.callback_minutes,
    reopenHours: row.reopen_hours,
    ownerId: row.owner_id,
    playbook: row.playbook,
    contactCost: costOf(row),
    priority: row.priority,
    webhookUrl: plugin.webhook ? `${publicUrl}${webhookPath(row.route_key)}` : null,
    publicKey: hasPublicKey(plugin) ? row.route_key : null,
    archivedAt: row.archived_at?.toISOString() ?? null,
    health: {
      state: row.health_state,
      text: row.health_text,
      lastInAt: row.last_in_at?.toISOString() ?? null,
      lastOutAt: row.last_out_at?.toISOString() ?? null,
      waitingReceipts: row.waiting,
      poisonReceipts: row.poison,
      queuedDispatches: row.queued,
      failedDispatches: row.failed,
    },
    consent: row.consent && { ...row.consent, givenAt: instantOf(row.consent.givenAt) },
  };
}

/** PostgreSQL writes a time into JSON with its own zone. */
const instantOf = (text: string | null): string | null =>
  text === null ? null : new Date(text).toISOString();

/** What comes neither by webhook nor by listening comes from a page that names the inbox by a key anybody may read. */
export const hasPublicKey = (plugin: ChannelPlugin): boolean => !plugin.webhook && !plugin.listen;

/** What hangs on an inbox, in one query; undefined when there is no such inbox. */
export async function inboxUse(ctx: Ctx, id: string): Promise<InboxUse | undefined> {
  const result = await sql<InboxUse>`
    SELECT count(c.id) AS conversations, count(c.id) FILTER (WHERE c.status <> 'resolved') AS "openConversations",
      (SELECT count(*) FROM dispatches d
        WHERE d.org_id = b.org_id AND d.inbox_id = b.id AND d.state IN ('queued', 'sending')) AS "queuedDispatches"
    FROM inboxes b LEFT JOIN conversations c ON c.org_id = b.org_id AND c.inbox_id = b.id
    WHERE b.org_id = ${ctx.orgId} AND b.id = ${id} GROUP BY b.org_id, b.id`.execute(ctx.db);
  return result.rows[0];
}
