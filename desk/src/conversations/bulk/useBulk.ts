import type { BulkAction, BulkRun } from '@meada/contract/macros';
import { startBulk, undoBulk } from '@meada/contract/routes/macros';
import type { SavedFilters } from '@meada/contract/routes/saved-views';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { codeOf } from '../../api/problem.ts';
import { complain, complainOf, say, sayWith } from '../../ui/toast.ts';
import { bulkRun, clearPicks } from './picks.ts';

export const isUnderWay = (run: BulkRun): boolean => run.state === 'running' || run.state === 'undoing';

/** Starts a run, tells how it ended, and takes it back. */
export function useBulk() {
  const { t } = useTranslation('bulk');
  const client = useQueryClient();
  /** A run has come to rest: told in the corner, or with what was refused in a dialog. */
  const ended = (run: BulkRun): void => {
    // Frames moved the rows; which of them belong to the list now is asked once.
    void client.invalidateQueries({ queryKey: keys.lists });
    bulkRun.set(() => null);
    const undoing = { label: t('undo'), act: () => void undo(run) };
    if (run.state === 'failed') complainOf(t('failed', { count: run.done }));
    else if (run.state === 'undone') say(t('undone'));
    else if (run.refused + run.notFound > 0) bulkRun.set(() => run);
    else if (run.done === 0) say(t('nothingDone'));
    else void sayWith(t('done', { count: run.done }), undoing);
  };
  const follow = (run: BulkRun): void => {
    if (isUnderWay(run)) bulkRun.set(() => run);
    else ended(run);
  };
  const undo = (run: BulkRun): Promise<void> =>
    call(undoBulk, { params: { id: run.id } }).then(follow, complain);
  const start = (which: { conversationIds: string[] } | { filters: SavedFilters }, action: BulkAction) =>
    call(startBulk, { body: { runId: crypto.randomUUID(), ...which, action } }).then(
      (run) => {
        clearPicks();
        follow(run);
      },
      (error: unknown) => (codeOf(error) === 'in_progress' ? complainOf(t('another')) : complain(error)),
    );
  return { start, undo, follow };
}
