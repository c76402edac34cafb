import type { WorkItem } from '@meada/contract/routes/routing';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { usePeople } from '../api/queries.ts';
import { queueNamesQuery } from './queries.ts';

/** Who an item is about. */
export const whoOf = (item: WorkItem): string | null =>
  item.conversation ? (item.conversation.customer.name ?? item.conversation.customer.display) : null;

/** Name of a queue, of all there are. */
export function useQueueName(): (id: string) => string {
  const names = useQuery(queueNamesQuery).data;
  return (id) => names?.find((queue) => queue.id === id)?.name ?? '';
}
export function usePersonName(): (id: string | null) => string {
  const people = usePeople();
  return (id) => people.find((person) => person.id === id)?.name ?? '';
}

/** What an item is about in one line: its subject, else the last words. */
export function AboutItem({ item }: { item: WorkItem }) {
  const { t } = useTranslation('work');
  const text = item.conversation?.subject ?? item.conversation?.preview;
  return <>{text || t(`kind.${item.kind}`)}</>;
}
