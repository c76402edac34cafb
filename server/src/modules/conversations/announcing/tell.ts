import type { Outgoing } from '@meada/contract/content';
import type { Locale } from '@meada/contract/primitives';
import type { AnnouncementTemplate } from '@meada/contract/routes/announcements';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { Failure } from '../../../kernel/errors.ts';
import { mayContact } from '../../customers/index.ts';
import { checkOptOut } from '../opt-out/check.ts';
import { checkAddress, knownWay, usableInbox } from '../sending/leg.ts';
import { post } from '../sending/post.ts';
import { checkChannel, checkWindow, isWindowOpen } from '../sending/rules.ts';
import { insertConversation } from '../starting/insert.ts';
import { updateConversation } from '../store.ts';
import { hasRefused } from './audience.ts';
import { type CustomerFields, templateContent, templateFor } from './by-template.ts';
import { waitsForAnswer } from './waiting.ts';
import { type Filling, filled, refusalToken } from './words.ts';

/** What announcements are for, as the ledger of consents calls it. */
const purpose = 'notices';

export type Recipient = { announcementId: string; customerId: string };

const subjects: Record<Locale, string> = {
  'pt-BR': 'Agora também em {inbox}',
  en: 'Now also on {inbox}',
  es: 'Ahora también en {inbox}',
};

type Row = {
  way_inbox_id: string;
  identity_id: string;
  identity_kind: string;
  ended_at: Date | null;
  root: string;
  name: string | null;
  locale: Locale;
  texts: Record<Locale, string>;
  templates: AnnouncementTemplate[];
  fields: CustomerFields;
  inbox: string;
  address: string;
  channel: string;
  segment_id: string | null;
  refused: boolean;
  is_known: boolean;
  waits: boolean;
};

/** What is known of a waiting recipient now, the row held; undefined when it waits no more. */
async function load(ctx: Ctx, { announcementId, customerId }: Recipient): Promise<Row | undefined> {
  const result = await sql<Row>`
    SELECT r.way_inbox_id, r.identity_id, i.kind AS identity_kind, i.ended_at, o.canonical_id AS root, k.name,
      coalesce(k.locale, z.locale) AS locale, a.texts, a.templates, a.segment_id, k.custom_fields AS fields, x.name AS inbox, x.address, x.channel,
      ${hasRefused(ctx, sql.ref('o.canonical_id'))} AS refused,
      EXISTS (SELECT FROM announcement_recipients s JOIN customers g ON g.org_id = s.org_id AND g.id = s.customer_id
        WHERE s.org_id = r.org_id AND g.canonical_id = o.canonical_id AND s.inbox_id = r.inbox_id AND s.state = 'sent') AS is_known,
      ${waitsForAnswer(sql.ref('o.canonical_id'))} AS waits
    FROM announcement_recipients r
    JOIN announcements a ON a.org_id = r.org_id AND a.id = r.announcement_id AND a.state = 'running'
    JOIN inboxes x ON x.org_id = r.org_id AND x.id = r.inbox_id
    JOIN identities i ON i.org_id = r.org_id AND i.id = r.identity_id
    JOIN customers o ON o.org_id = i.org_id AND o.id = i.customer_id
    JOIN customers k ON k.org_id = o.org_id AND k.id = o.canonical_id
    JOIN organisations z ON z.id = r.org_id
    WHERE r.org_id = ${ctx.orgId} AND r.announcement_id = ${announcementId} AND r.customer_id = ${customerId}
      AND r.state = 'queued' FOR UPDATE OF r`.execute(ctx.db);
  return result.rows[0];
}

/**
 * The same with the canonical customer held: two records of one person are told one after the other, and whoever they were
 * merged with meanwhile is seen.
 */
async function hold(ctx: Ctx, recipient: Recipient): Promise<Row | undefined> {
  let row = await load(ctx, recipient);
  for (let held = ''; row && row.root !== held; row = await load(ctx, recipient)) {
    held = row.root;
    await sql`SELECT FROM customers WHERE org_id = ${ctx.orgId} AND id = ${held} FOR NO KEY UPDATE`.execute(
      ctx.db,
    );
  }
  return row;
}

/**
 * Tells one customer, in a conversation of its own that is resolved from the start: it is nobody's work until the customer
 * answers, which opens it. Whoever refused, was told meanwhile (also as somebody merged) or is no longer in the segment is skipped.
 */
export async function tell(ctx: Ctx, recipient: Recipient): Promise<void> {
  const row = await hold(ctx, recipient);
  if (!row) return;
  if (row.refused || row.is_known)
    return settle(ctx, recipient, { reason: row.refused ? 'refused' : 'known' });
  if (row.waits) return settle(ctx, recipient, { reason: 'sac_waiting' });
  const inbox = await usableInbox(ctx, row.way_inbox_id, 'way');
  checkAddress(inbox.manifest, { kind: row.identity_kind, ended_at: row.ended_at }, 'identity');
  const place = { inboxId: row.way_inbox_id, identityId: row.identity_id, side: 'private' as const };
  const { lastInboundAt } = await knownWay(ctx, { conversationId: null, ...place });
  const { channel, manifest } = inbox;
  const way = { legId: null, ...place, channel, manifest, lastInboundAt, publicInboundAt: null };
  const content = contentFor(ctx, row, isWindowOpen({ ...way, byPerson: false }, ctx.clock.now()));
  checkChannel(manifest, content, []);
  checkWindow({ ...way, byPerson: false }, content, ctx.clock.now());
  await checkOptOut(ctx, way);
  const consent = await mayContact(ctx, { identityId: row.identity_id, purpose, channel });
  if (!consent.allowed) return settle(ctx, recipient, { reason: 'refused' });
  if (row.segment_id && !(await ctx.ports.audiences.holds(ctx, row.segment_id, row.root)))
    return settle(ctx, recipient, { reason: 'left_segment' });
  const subject = (subjects[row.locale] ?? subjects['pt-BR']).replace('{inbox}', () => row.inbox);
  const conversation = await insertConversation(ctx, {
    id: ctx.ids.uuid(),
    customerId: row.root,
    inboxId: row.way_inbox_id,
    inbox,
    subject: manifest.capabilities.subject ? subject : null,
  });
  const messageId = await post(ctx, conversation, { clientId: ctx.ids.uuid(), content, files: [], way });
  // A mail says in its headers that no human wrote it; statistics tell such words from answers.
  await sql`UPDATE messages SET automatic = 'bulk', purpose = ${purpose} WHERE org_id = ${ctx.orgId} AND id = ${messageId}`.execute(
    ctx.db,
  );
  await updateConversation(ctx, conversation, { status: 'resolved', resolved_at: ctx.clock.now() });
  await settle(ctx, recipient, { conversationId: conversation.id });
}

/** The text, or the template that was chosen for who may be told by nothing else now. */
function contentFor(ctx: Ctx, row: Row, isOpen: boolean): Outgoing {
  const { locale, templates, fields } = row;
  const filling = fillingOf(ctx, row);
  const template = isOpen ? undefined : templateFor(templates, { wayInboxId: row.way_inbox_id, locale });
  if (template) return templateContent(template, { filling, fields, locale });
  return { v: 1, kind: 'text', text: filled(row.texts[locale] ?? row.texts['pt-BR'], locale, filling) };
}

const fillingOf = (ctx: Ctx, row: Row): Filling => ({
  name: row.name?.trim().split(/\s+/)[0] ?? '',
  inbox: row.inbox,
  address: row.address || row.inbox,
  link: row.address || ctx.publicUrl,
  refuse: `${ctx.publicUrl}/avisos/${refusalToken(ctx.secrets, { orgId: ctx.orgId, customerId: row.root })}`,
});

/** Writes down that a recipient was told, or why not. */
export async function settle(
  ctx: Ctx,
  { announcementId, customerId }: Recipient,
  done: { conversationId: string } | { reason: string },
): Promise<void> {
  const values =
    'reason' in done
      ? { state: 'skipped', reason: done.reason.slice(0, 200) }
      : { state: 'sent', conversation_id: done.conversationId };
  await ctx.db
    .updateTable('announcement_recipients')
    .set({ ...values, at: ctx.clock.now() })
    .where('org_id', '=', ctx.orgId)
    .where('announcement_id', '=', announcementId)
    .where('customer_id', '=', customerId)
    .where('state', '=', 'queued')
    .execute();
}

/** Why somebody cannot be told: the code of a refusal by rules, else `failed`. */
export const reasonOf = (error: unknown): string => (error instanceof Failure ? error.code : 'failed');
