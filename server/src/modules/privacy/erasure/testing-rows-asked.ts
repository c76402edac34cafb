import { randomUUID } from 'node:crypto';
import type { Seed, Who } from './testing-seed.ts';

/** How they found it, and what is to be done about it. */
export function rowsOfSurvey({ customer, conversation, inboxId, word }: Who): Seed[] {
  const at = new Date();
  const task = randomUUID();
  const asked = { conversation_id: conversation, customer_id: customer, inbox_id: inboxId };
  return [
    {
      table: 'surveys',
      row: {
        ...{ id: randomUUID(), ...asked, scale: 'faces', comments: true, state: 'sent', comment: word },
        ...{ resolved_at: at, due_at: at, sent_at: at, created_at: at },
      },
    },
    {
      table: 'tasks',
      row: {
        ...{ id: task, customer_id: customer, conversation_id: conversation, title: word, description: word },
        ...{ created_kind: 'person', created_at: at, updated_at: at },
      },
    },
    { table: 'task_comments', row: { id: randomUUID(), task_id: task, text: word, at } },
  ];
}
