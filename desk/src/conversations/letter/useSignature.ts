import { inboxSignature } from '@meada/contract/routes/signatures';
import { useQuery } from '@tanstack/react-query';
import { call } from '../../api/call.ts';

/** The signature below mails from an inbox, with the names in it; null while it is not known. */
export function useSignature(inboxId: string): string | null {
  const { data, isError } = useQuery({
    queryKey: ['signature', inboxId],
    queryFn: ({ signal }) => call(inboxSignature, { params: { id: inboxId } }, { signal }),
    retry: 1,
  });
  return data?.html ?? (isError ? '' : null);
}
