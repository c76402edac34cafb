import { moveDeal } from '@meada/contract/routes/deals';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../api/call.ts';
import { codeOf } from '../api/problem.ts';
import { complain, complainOf } from '../ui/toast.ts';
import { before, type Place, withCardAt } from './places.ts';
import { type Board, boardQuery, type DealFilters, refreshDeals } from './queries.ts';

export type Move = {
  id: string;
  fromStageId: string;
  place: Place;
  reasonId?: string | null;
  reasonNote?: string | null;
};

/** Moves a card: it lies there at once, and goes back where somebody else was faster. */
export function useMove(filters: DealFilters) {
  const { t } = useTranslation('deals');
  const client = useQueryClient();
  const key = boardQuery(filters).queryKey;
  return useMutation({
    mutationFn: ({ id, fromStageId, place, reasonId, reasonNote }: Move) => {
      const columns = client.getQueryData<Board>(key)?.columns ?? [];
      const body = {
        stageId: place.stageId,
        afterId: before(columns, id, place),
        fromStageId,
        reasonId: reasonId ?? null,
        reasonNote: reasonNote ?? null,
      };
      return call(moveDeal, { params: { id }, body });
    },
    onMutate: async ({ id, place }) => {
      await client.cancelQueries({ queryKey: key });
      client.setQueryData<Board>(
        key,
        (board) => board && { ...board, columns: withCardAt(board.columns, id, place) },
      );
    },
    onError: (error) => (codeOf(error) === 'conflict' ? complainOf(t('move.faster')) : complain(error)),
    onSettled: () => refreshDeals(),
  });
}
