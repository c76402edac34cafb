import type { WorkItem } from '@meada/contract/routes/routing';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { usePeople } from '../api/queries.ts';
import { dueWords } from '../tasks/due.ts';
import { queueNamesQuery } from './queries.ts';

/** Who an item is about; of a task what is to be done. */
export const whoOf = ({ conversation, task }: WorkItem): string | null =>
  conversation ? (conversation.customer.name ?? conversation.customer.display) : task?.title || null;

/** Name of a queue, of all there are. */
export function useQueueName(): (id: string) => string {
  const names = useQuery(queueNamesQuery).data;
  return (id) => names?.find((queue) => queue.id === id)?.name ?? '';
}
export function usePersonName(): (id: string | null) => string {
  const people = usePeople();
  return (id) => people.find((person) => person.id === id)?.name ?? '';
}

/** By when a task is to be done and whose it is, in one line. */
export function useTaskWords(): (task: NonNullable<WorkItem['task']>) => string {
  const { t, i18n } = useTranslation('work');
  return ({ dueAt, dueDay, customer }) => {
    const due = dueAt && t('task.due', { when: dueWords({ dueAt, dueDay }, Date.now(), i18n.language) });
    return [due, customer && (customer.name ?? customer.display)].filter(Boolean).join(' · ');
  };
}

/** What an item is about in one line: its subject, else the last words; of a task by when, and whose it is. */
export function AboutItem({ item }: { item: WorkItem }) {
  const { t } = useTranslation('work');
  const words = useTaskWords();
  const text = item.task ? words(item.task) : (item.conversation?.subject ?? item.conversation?.preview);
  return <>{text || t(`kind.${item.kind}`)}</>;
}
