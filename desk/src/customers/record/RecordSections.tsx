import { useQuery } from '@tanstack/react-query';
import { ListLoading } from '../../ui/Loading.tsx';
import { ErrorState } from '../../ui/States.tsx';
import { Addresses } from './Addresses.tsx';
import { Fields } from './Fields.tsx';
import { Notes } from './Notes.tsx';
import { Own } from './Own.tsx';
import { Papers } from './Papers.tsx';
import { recordQuery } from './queries.ts';
import { Ties } from './Ties.tsx';
import { Wishes } from './Wishes.tsx';

/** Everything written down about a customer, beside name, language and identities. */
export function RecordSections({ id }: { id: string }) {
  const { data: record, error, refetch } = useQuery(recordQuery(id));
  if (error && !record) return <ErrorState error={error} onRetry={refetch} />;
  if (!record) return <ListLoading rows={4} />;
  return (
    <>
      <Own record={record} />
      <Fields record={record} />
      <Notes id={id} notes={record.notes} />
      <Ties record={record} />
      <Addresses id={id} addresses={record.addresses} />
      <Wishes id={id} preferences={record.preferences} />
      <Papers record={record} />
    </>
  );
}
