import { readPlaybook } from '@meada/contract/routes/inbox-health';
import { useQuery } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { Guide } from '../../settings/inboxes/Guide.tsx';
import { ListLoading } from '../../ui/Loading.tsx';
import { ErrorState } from '../../ui/States.tsx';

/** How an inbox is worked, as its firm wrote it down. Markdown as data: nothing in it becomes markup. */
export function Playbook({ inboxId }: { inboxId: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: [...keys.inboxes, 'playbook', inboxId],
    queryFn: ({ signal }) => call(readPlaybook, { params: { id: inboxId } }, { signal }),
    staleTime: 10 * 60_000,
  });
  if (error && !data) return <ErrorState error={error} onRetry={() => refetch()} />;
  if (!data) return <ListLoading rows={3} />;
  return <Guide text={data.text} inbox={null} />;
}
