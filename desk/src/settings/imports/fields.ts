import { listFields } from '@meada/contract/routes/fields';
import { useQuery } from '@tanstack/react-query';
import { call } from '../../api/call.ts';

/** Custom fields of customers that a column can fill. */
export function useFields(): { name: string; label: string }[] {
  const { data } = useQuery({
    queryKey: ['fields', 'customer', 'import'],
    queryFn: ({ signal }) => call(listFields, { query: { subject: 'customer' } }, { signal }),
  });
  return (data?.items ?? []).filter(({ archivedAt }) => archivedAt === null);
}
