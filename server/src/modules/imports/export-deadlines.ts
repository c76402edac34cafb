import type { exportDeadlines as route } from '@meada/contract/routes/exports';
import { permit } from '../../kernel/actor.ts';
import { inTransaction } from '../../kernel/ctx.ts';
import { Failure } from '../../kernel/errors.ts';
import type { Call, Input } from '../../kernel/http/route.ts';
import { type MissedDeadline, missedPage } from '../agreements/index.ts';
import { channelNames } from '../inboxes/index.ts';
import type { Cell } from './export-cells.ts';
import { inLanguage, type Word } from './export-words.ts';
import { placeOf, sendTable } from './send-table.ts';

const atOnce = 500;

const header: Word[] = [
  ...(['protocol', 'promise', 'agreement', 'inbox', 'channel', 'team', 'owner'] as const),
  ...(['startedAt', 'promisedMinutes', 'missedAt', 'endedAt', 'spentMinutes', 'link'] as const),
];

/** A row for each deadline of the agreements that was missed in the stretch, the latest first. */
export async function exportDeadlines(call: Call, { params, query }: Input<typeof route>): Promise<void> {
  const { actor, kernel } = call;
  if (!actor) throw new Failure('unauthenticated', 'Sign in, or send a key.');
  permit(actor, 'reports.read');
  const { locale } = await inTransaction(kernel, actor, placeOf);
  const word = inLanguage(locale);
  const channelName = channelNames(kernel.ports.channels, locale);
  const cells = (one: MissedDeadline): Cell[] => [
    ...[
      one.protocol,
      word(one.what),
      one.agreement,
      one.inbox,
      channelName(one.channel),
      one.team,
      one.person,
    ],
    ...[one.startedAt, minutes(one.targetMs), one.missedAt, one.endedAt, minutes(one.spentMs)],
    `${kernel.publicUrl}/conversations/${one.conversationId}`,
  ];
  await sendTable<string>(
    call,
    {
      name: 'deadlines',
      header: header.map(word),
      page: async (ctx, after) => {
        const rows = await missedPage(ctx, query, { after, limit: atOnce });
        return { rows: rows.map(cells), next: rows.length < atOnce ? null : (rows.at(-1)?.id ?? null) };
      },
    },
    params.format,
  );
}

/** Business time in whole minutes. */
const minutes = (ms: number | null): number | null => (ms === null ? null : Math.round(ms / 60_000));
