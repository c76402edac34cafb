import type { exportRecipients as route } from '@meada/contract/routes/exports';
import { sql } from 'kysely';
import { permit } from '../../kernel/actor.ts';
import { type Ctx, inTransaction } from '../../kernel/ctx.ts';
import { Failure, found } from '../../kernel/errors.ts';
import type { Call, Input } from '../../kernel/http/route.ts';
import { customerRefs } from '../customers/index.ts';
import type { Cell } from './export-cells.ts';
import { inLanguage, type Word } from './export-words.ts';
import { placeOf, sendTable } from './send-table.ts';

const atOnce = 1000;

const header: Word[] = ['customer', 'way', 'address', 'status', 'reason', 'at', 'protocol'];

type Row = {
  id: string;
  inbox: string;
  address: string;
  state: 'queued' | 'sent' | 'skipped';
  reason: string | null;
  at: Date;
  protocol: string | null;
};

/** Whom an announcement told or is to tell, by which way, and why not whom. Throws `not_found`. */
export async function exportRecipients(call: Call, { params }: Input<typeof route>): Promise<void> {
  const { actor, kernel } = call;
  if (!actor) throw new Failure('unauthenticated', 'Sign in, or send a key.');
  permit(actor, 'customers.export');
  permit(actor, 'inboxes.manage');
  const { locale } = await inTransaction(kernel, actor, async (ctx) => {
    const { rows } = await sql`SELECT id FROM announcements
      WHERE org_id = ${ctx.orgId} AND id = ${params.id}`.execute(ctx.db);
    found(rows[0], 'announcement');
    return placeOf(ctx);
  });
  const word = inLanguage(locale);
  await sendTable<string>(
    call,
    {
      name: 'recipients',
      header: header.map(word),
      page: async (ctx, after) => {
        const rows = await recipientsAfter(ctx, params.id, after);
        const refs = await customerRefs(
          ctx,
          rows.map(({ id }) => id),
        );
        const cells = rows.map((row): Cell[] => {
          const ref = refs.get(row.id);
          const state = word(row.state);
          return [ref?.name ?? ref?.display, row.inbox, row.address, state, row.reason, row.at, row.protocol];
        });
        return { rows: cells, next: rows.length === atOnce ? (rows.at(-1)?.id ?? null) : null };
      },
    },
    params.format,
  );
}

async function recipientsAfter(ctx: Ctx, announcementId: string, after: string | null): Promise<Row[]> {
  const { rows } = await sql<Row>`
    SELECT r.customer_id AS id, x.name AS inbox, i.canonical AS address, r.state, r.reason, r.at, v.protocol
    FROM announcement_recipients r
    JOIN inboxes x ON x.org_id = r.org_id AND x.id = r.way_inbox_id
    JOIN identities i ON i.org_id = r.org_id AND i.id = r.identity_id
    LEFT JOIN conversations v ON v.org_id = r.org_id AND v.id = r.conversation_id
    WHERE r.org_id = ${ctx.orgId} AND r.announcement_id = ${announcementId}
      AND ${after ? sql`r.customer_id > ${after}::uuid` : sql`true`}
    ORDER BY r.customer_id LIMIT ${atOnce}`.execute(ctx.db);
  return rows;
}
