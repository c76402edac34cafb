import type { exportConversations as route } from '@meada/contract/routes/exports';
import { sql } from 'kysely';
import { permit } from '../../kernel/actor.ts';
import { type Ctx, inTransaction } from '../../kernel/ctx.ts';
import { Failure } from '../../kernel/errors.ts';
import type { Call, Input } from '../../kernel/http/route.ts';
import { ownStatus, seenBy } from '../conversations/index.ts';
import { channelNames } from '../inboxes/index.ts';
import type { Cell } from './export-cells.ts';
import { inLanguage, type Word } from './export-words.ts';
import { placeOf, sendTable } from './send-table.ts';

const atOnce = 1000;

const statusWords = {
  open: 'isOpen',
  pending: 'isPending',
  snoozed: 'isSnoozed',
  resolved: 'isResolved',
} as const;

type Row = {
  id: string;
  protocol: string;
  customer: string | null;
  subject: string | null;
  status: keyof typeof statusWords;
  own_status: { name: string } | null;
  priority: Extract<Word, 'low' | 'normal' | 'high' | 'urgent'>;
  channel: string;
  inbox: string;
  assignee: string | null;
  team: string | null;
  labels: string[] | null;
  messages: number;
  created_at: Date;
  active_at: Date;
  resolved_at: Date | null;
};
type Query = Input<typeof route>['query'];

const header: Word[] = [
  ...([
    'protocol',
    'customer',
    'subject',
    'status',
    'ownStatus',
    'priority',
    'channel',
    'inbox',
    'assignee',
    'team',
  ] as const),
  ...(['labels', 'messages', 'createdAt', 'activeAt', 'resolvedAt'] as const),
];

/** Conversations the caller sees, without what was said in them. */
export async function exportConversations(call: Call, { params, query }: Input<typeof route>): Promise<void> {
  const { actor, kernel } = call;
  if (!actor) throw new Failure('unauthenticated', 'Sign in, or send a key.');
  permit(actor, 'customers.export');
  permit(actor, 'conversations.read');
  const { locale } = await inTransaction(kernel, actor, placeOf);
  const word = inLanguage(locale);
  const channelName = channelNames(kernel.ports.channels, locale);
  const said: Said = { word, channelName };
  await sendTable<string>(
    call,
    {
      name: 'conversations',
      header: header.map(word),
      page: async (ctx, after) => {
        const rows = await conversationsAfter(ctx, query, after);
        return {
          rows: rows.map((row) => cellsOf(row, said)),
          next: rows.length === atOnce ? (rows.at(-1)?.id ?? null) : null,
        };
      },
    },
    params.format,
  );
}

async function conversationsAfter(ctx: Ctx, query: Query, after: string | null): Promise<Row[]> {
  const { rows } = await sql<Row>`
    SELECT c.id, c.protocol, r.name AS customer, c.subject, c.status, ${ownStatus} AS own_status, c.priority, c.channel, x.name AS inbox,
      p.name AS assignee, t.name AS team, c.last_seq AS messages, c.created_at, c.active_at, c.resolved_at,
      (SELECT array_agg(l.name ORDER BY l.name) FROM labels l WHERE l.org_id = c.org_id AND l.id = ANY(c.label_ids)) AS labels
    FROM conversations c
    JOIN customers k ON k.org_id = c.org_id AND k.id = c.customer_id
    JOIN customers r ON r.org_id = k.org_id AND r.id = k.canonical_id
    JOIN inboxes x ON x.org_id = c.org_id AND x.id = c.inbox_id
    LEFT JOIN members p ON p.org_id = c.org_id AND p.id = c.assignee_id
    LEFT JOIN teams t ON t.org_id = c.org_id AND t.id = c.team_id
    WHERE c.org_id = ${ctx.orgId} AND ${seenBy(ctx.actor)} AND c.merged_into_id IS NULL
      ${after ? sql`AND c.id > ${after}::uuid` : sql``} ${query.status ? sql`AND c.status = ${query.status}` : sql``}
    ORDER BY c.id LIMIT ${atOnce}`.execute(ctx.db);
  return rows;
}

/** How ids of the house are said to people. */
type Said = { word(word: Word): string; channelName(id: string): string };

const cellsOf = (row: Row, { word, channelName }: Said): Cell[] => [
  ...[
    row.protocol,
    row.customer,
    row.subject,
    word(statusWords[row.status]),
    row.own_status?.name,
    word(row.priority),
    channelName(row.channel),
    row.inbox,
    row.assignee,
  ],
  ...[row.team, row.labels?.join(', '), row.messages, row.created_at, row.active_at],
  row.resolved_at,
];
