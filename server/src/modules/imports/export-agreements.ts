import type { Kept, ReportLine } from '@meada/contract/routes/agreements';
import type { exportAgreements as route } from '@meada/contract/routes/exports';
import { permit } from '../../kernel/actor.ts';
import { inTransaction } from '../../kernel/ctx.ts';
import { Failure } from '../../kernel/errors.ts';
import type { Call, Input } from '../../kernel/http/route.ts';
import { type ReportGroup, readReport, reportGroups } from '../agreements/index.ts';
import { channelNames } from '../inboxes/index.ts';
import type { Cells } from './export-cells.ts';
import { inLanguage, type Word, words } from './export-words.ts';
import { placeOf, sendTable } from './send-table.ts';

const promises = ['first_answer', 'next_answer', 'resolution'] as const;
const header: Word[] = ['group', 'name', 'promise', 'keptCount', 'missedCount', 'openCount', 'medianMinutes'];
const groupWords: Record<ReportGroup, Word> = {
  ...{ agreements: 'agreement', queues: 'queue', channels: 'channel', priorities: 'priority' },
  ...{ people: 'owner', teams: 'team', inboxes: 'inbox', days: 'day' },
};
/** What a line without a thing is called; priorities have words of their own. */
const nobody: Partial<Record<ReportGroup, Word>> = { queues: 'noQueue', people: 'noOwner', teams: 'noTeam' };

/** The report of agreements as it is on the screen: the whole, then every line of every group, a row for each promise. */
export async function exportAgreements(call: Call, { params, query }: Input<typeof route>): Promise<void> {
  const { actor, kernel } = call;
  if (!actor) throw new Failure('unauthenticated', 'Sign in, or send a key.');
  permit(actor, 'reports.read');
  const { locale } = await inTransaction(kernel, actor, placeOf);
  const word = inLanguage(locale);
  const channelName = channelNames(kernel.ports.channels, locale);
  const nameOf = (by: ReportGroup, { name, key }: ReportLine): string => {
    if (name !== null) return name;
    if (key === null) return word(nobody[by] ?? 'none');
    if (by === 'channels') return channelName(key);
    return key in words && by === 'priorities' ? word(key as Word) : key;
  };
  const rowsOf = (group: string, name: string, kept: Record<(typeof promises)[number], Kept>): Cells[] =>
    promises.map((what) => {
      const { kept: inTime, missed, open, median } = kept[what];
      return [group, name, word(what), inTime, missed, open, median];
    });
  await sendTable<null>(
    call,
    {
      name: 'agreements',
      header: header.map(word),
      page: async (ctx) => {
        const report = await readReport(ctx, { query });
        const lines = reportGroups.flatMap((by) =>
          report[by].flatMap((line) => rowsOf(word(groupWords[by]), nameOf(by, line), line)),
        );
        return { rows: [...rowsOf(word('whole'), '', report.total), ...lines], next: null };
      },
    },
    params.format,
  );
}
