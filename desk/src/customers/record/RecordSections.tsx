import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
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

/**
 * Everything written down about a customer, what is read most on top; name and language (`children`) stand among it.
 */
export function RecordSections({ id, children }: { id: string; children: ReactNode }) {
  const { data: record, error, refetch } = useQuery(recordQuery(id));
  if (error && !record) return <ErrorState error={error} onRetry={refetch} />;
  if (!record) return <ListLoading rows={4} />;
  return (
    <>
      <Notes id={id} notes={record.notes} />
      <Fields record={record} />
      <Wishes id={id} preferences={record.preferences} />
      <Addresses id={id} addresses={record.addresses} />
      {children}
      <Own record={record} />
      <Ties record={record} />
      <Papers record={record} />
    </>
  );
}
