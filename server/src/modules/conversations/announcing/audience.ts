import { hasPrivateSide } from '@meada/contract/private-side';
import type { Audience } from '@meada/contract/routes/announcements';
import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { LoadedInbox } from '../../inboxes/index.ts';
import { usableInbox } from '../sending/leg.ts';
import { countOutsideHours } from './outside-hours.ts';

/** Whom an inbox is announced to: customers who wrote to the firm lately, on a way on which it may write first now. */
export type AudienceInput = {
  inboxId: string;
  /** How lately they must have written, in months of 30 days. */
  months: number;
  /** Only by these ways. */
  wayInboxIds?: string[] | undefined;
  /** Ways on which a template is chosen for those whose window is closed. */
  templateInboxIds?: string[] | undefined;
  /** Only who is in this segment. */
  segmentId?: string | undefined;
};

export type WayInbox = Pick<LoadedInbox, 'id' | 'active'> & {
  plugin: Pick<LoadedInbox['plugin'], 'manifest'>;
};

/** The announced inbox and the ways that were chosen are the organisation's own, and on; 404 for a foreign one. */
export async function usableInboxes(ctx: Ctx, inboxId: string, ways: readonly string[] = []): Promise<void> {
  await usableInbox(ctx, inboxId, 'params.id');
  for (const [place, way] of ways.entries()) await usableInbox(ctx, way, `body.wayInboxIds.${place}`);
}

/** A way is open to a first word when the channel carries text and asks for nothing but that the customer has written. */
const carries = ({ active, plugin }: WayInbox): boolean => {
  const { capabilities } = plugin.manifest;
  return active && capabilities.sends.includes('text') && hasPrivateSide(capabilities);
};

type Person = {
  root: string;
  why: string | null;
  way_inbox_id: string | null;
  identity_id: string | null;
  by_template: boolean | null;
};

/**
 * Every customer who wrote lately, with the way they would hear of it, or why not: they use the inbox or were told of it
 * (`known`), they refused, or none of their ways is open (`unreachable`). Of several ways the one they used last, those
 * first on which no template is needed.
 */
function people(ctx: Ctx, input: AudienceInput, inboxes: readonly WayInbox[]): RawBuilder<Person> {
  const now = ctx.clock.now();
  const since = new Date(now.getTime() - input.months * 30 * 86_400_000);
  const wanted = new Set(input.wayInboxIds ?? inboxes.map((inbox) => inbox.id));
  const ways = inboxes.filter(
    (inbox) => inbox.id !== input.inboxId && wanted.has(inbox.id) && carries(inbox),
  );
  const templated = new Set(input.templateInboxIds ?? []);
  const byTemplate = ways.map(
    ({ id, plugin }) => templated.has(id) && plugin.manifest.capabilities.sends.includes('template'),
  );
  const closed = sql`(way.hours IS NOT NULL AND l.last_inbound_at <= ${now}::timestamptz - way.hours * interval '1 hour')`;
  const lately = sql`l.side = 'private' AND l.last_inbound_at > ${since}`;
  const wrote = sql`SELECT c.canonical_id AS root FROM legs l
      JOIN identities i ON i.org_id = l.org_id AND i.id = l.identity_id
      JOIN customers c ON c.org_id = i.org_id AND c.id = i.customer_id
      WHERE l.org_id = ${ctx.orgId} AND ${lately}`;
  // Of a segment everybody is counted, so that it is seen who is left out, and why.
  const whom = input.segmentId
    ? sql`SELECT c.canonical_id AS root FROM segment_members s JOIN customers c ON c.org_id = s.org_id AND c.id = s.customer_id
      WHERE s.org_id = ${ctx.orgId} AND s.segment_id = ${input.segmentId}`
    : wrote;
  const anonymous = ways.flatMap(({ plugin }) =>
    plugin.manifest.identityKinds.filter((kind) => kind.anonymous).map((kind) => kind.kind),
  );
  return sql<Person>`
    SELECT p.root, w.inbox_id AS way_inbox_id, w.identity_id, w.closed AS by_template, CASE
      WHEN EXISTS (SELECT FROM customers g JOIN identities i ON i.org_id = g.org_id AND i.customer_id = g.id
          JOIN legs l ON l.org_id = i.org_id AND l.identity_id = i.id AND l.inbox_id = ${input.inboxId}
          WHERE g.org_id = ${ctx.orgId} AND g.canonical_id = p.root)
        OR EXISTS (SELECT FROM customers g JOIN announcement_recipients r ON r.org_id = g.org_id AND r.customer_id = g.id
          WHERE g.org_id = ${ctx.orgId} AND g.canonical_id = p.root AND r.inbox_id = ${input.inboxId} AND r.state <> 'skipped')
        THEN 'known'
      WHEN ${hasRefused(ctx, sql.ref('p.root'))} THEN 'refused'
      WHEN w.inbox_id IS NOT NULL THEN NULL
      WHEN p.root IN (${wrote}) THEN 'unreachable' ELSE 'silent' END AS why
    FROM (SELECT DISTINCT q.root FROM (${whom}) AS q) AS p
    LEFT JOIN LATERAL (SELECT l.inbox_id, l.identity_id, ${closed} AS closed FROM customers c
      JOIN identities i ON i.org_id = c.org_id AND i.customer_id = c.id AND i.ended_at IS NULL
        AND NOT i.kind = ANY(${anonymous}::text[])
      JOIN legs l ON l.org_id = i.org_id AND l.identity_id = i.id AND l.side = 'private'
      JOIN unnest(${ways.map((way) => way.id)}::uuid[],
        ${ways.map((way) => way.plugin.manifest.capabilities.windowHours)}::float8[], ${byTemplate}::boolean[])
        AS way(inbox_id, hours, templated) ON way.inbox_id = l.inbox_id
      LEFT JOIN outside_threads t ON t.org_id = l.org_id AND t.id = l.outside_thread_id
      WHERE c.org_id = ${ctx.orgId} AND c.canonical_id = p.root AND l.last_inbound_at > ${since}
        AND (t.id IS NULL OR t.kind <> 'group')
        AND (way.templated OR NOT ${closed})
      ORDER BY ${closed}, l.last_inbound_at DESC, l.id LIMIT 1) AS w ON true`;
}

/** Whether anybody of a customer's group wants no announcements. */
export const hasRefused = (
  ctx: Ctx,
  root: RawBuilder<unknown>,
) => sql<boolean>`EXISTS (SELECT FROM customers g
  JOIN announcement_refusals f ON f.org_id = g.org_id AND f.customer_id = g.id
  WHERE g.org_id = ${ctx.orgId} AND g.canonical_id = ${root})`;

/** Counts the audience by way, with what a contact costs there. */
export async function countAudience(
  ctx: Ctx,
  input: AudienceInput,
  inboxes: readonly WayInbox[],
): Promise<Audience> {
  const { rows } = await sql<{
    why: string | null;
    inbox_id: string | null;
    n: number;
    by_template: number;
    minor: number | null;
    currency: string | null;
  }>`
    SELECT a.why, a.way_inbox_id AS inbox_id, a.n, a.by_template, x.cost_minor AS minor, x.cost_currency AS currency
    FROM (SELECT q.why, CASE WHEN q.why IS NULL THEN q.way_inbox_id END AS way_inbox_id, count(*)::int AS n,
        count(*) FILTER (WHERE q.by_template)::int AS by_template
      FROM (${people(ctx, input, inboxes)}) AS q GROUP BY 1, 2) AS a
    LEFT JOIN inboxes x ON x.org_id = ${ctx.orgId} AND x.id = a.way_inbox_id ORDER BY a.n DESC`.execute(
    ctx.db,
  );
  const reached = rows.flatMap(({ why, inbox_id: inboxId, n, by_template: byTemplate, minor, currency }) =>
    why === null && inboxId
      ? [
          {
            inboxId,
            count: n,
            byTemplate,
            cost: minor === null || currency === null ? null : { minor: minor * n, currency },
          },
        ]
      : [],
  );
  const left = (why: string): number => rows.find((row) => row.why === why)?.n ?? 0;
  return {
    ways: reached,
    total: reached.reduce((sum, way) => sum + way.count, 0),
    outsideHours: await countOutsideHours(ctx, people(ctx, input, inboxes)),
    left: {
      ...{ known: left('known'), refused: left('refused') },
      ...{ unreachable: left('unreachable'), silent: left('silent') },
    },
  };
}

/** Writes the audience down as recipients; answers how many. */
export async function planRecipients(
  ctx: Ctx,
  { announcementId, ...input }: AudienceInput & { announcementId: string },
  inboxes: readonly WayInbox[],
): Promise<number> {
  const result = await sql`
    INSERT INTO announcement_recipients (org_id, announcement_id, customer_id, inbox_id, way_inbox_id, identity_id, at)
    SELECT ${ctx.orgId}, ${announcementId}, q.root, ${input.inboxId}, q.way_inbox_id, q.identity_id, ${ctx.clock.now()}
    FROM (${people(ctx, input, inboxes)}) AS q WHERE q.why IS NULL ON CONFLICT DO NOTHING`.execute(ctx.db);
  return Number(result.numAffectedRows ?? 0);
}
