import type { Conversation } from '@meada/contract/routes/conversations';
import type { Customer } from '@meada/contract/routes/customers';
import { type ComponentType, lazy } from 'react';
import { CustomerHead } from '../panel/CustomerHead.tsx';
import { Identities } from '../panel/Identities.tsx';
import { Others } from '../panel/Others.tsx';
import { People } from '../panel/People.tsx';
import { Suggestions } from '../panel/Suggestions.tsx';
import { Timeline } from '../panel/Timeline.tsx';
import { PlaybookSection } from '../playbook/PlaybookSection.tsx';
import type { KnownPanel } from './panels.ts';

export type CardProps = { conversation: Conversation; customer: Customer };

/** What stands in the record comes after the thread: its texts and shapes are not needed to read. */
const KnownFacts = lazy(() =>
  import('../known/KnownFacts.tsx').then((file) => ({ default: file.KnownFacts })),
);
const Notes = lazy(() => import('../panel/Notes.tsx').then((file) => ({ default: file.Notes })));
const CustomerFields = lazy(() =>
  import('../known/PanelFields.tsx').then((file) => ({ default: file.CustomerPanel })),
);
const ConversationFields = lazy(() =>
  import('../known/PanelFields.tsx').then((file) => ({ default: file.ConversationPanel })),
);
const DealsOf = lazy(() => import('../../deals/DealsOf.tsx').then((file) => ({ default: file.DealsOf })));

const TasksOf = lazy(() => import('../../tasks/TasksOf.tsx').then((file) => ({ default: file.TasksOf })));

/** What stands in each panel; one that has nothing to show gives nothing, and its card takes no room. */
export const cardBodies: Record<KnownPanel, ComponentType<CardProps>> = {
  customer: CustomerHead,
  playbook: PlaybookSection,
  known: ({ customer, conversation }) => (
    <KnownFacts customerId={customer.id} conversationId={conversation.id} />
  ),
  suggestions: Suggestions,
  contacts: ({ customer }) => <Identities customerId={customer.id} list={customer.identities} />,
  people: People,
  notes: ({ customer }) => <Notes key={customer.id} customer={customer} />,
  fields: ({ conversation }) => <CustomerFields key={conversation.id} conversation={conversation} />,
  conversation_fields: ({ conversation }) => (
    <ConversationFields key={conversation.id} conversation={conversation} />
  ),
  deals: ({ customer, conversation }) => (
    <DealsOf customerId={customer.id} conversationId={conversation.id} />
  ),
  tasks: ({ conversation }) => (
    <TasksOf
      key={conversation.id}
      filter={{ customerId: conversation.customer.id }}
      about={{ conversationId: conversation.id }}
    />
  ),
  others: ({ customer, conversation }) => <Others customerId={customer.id} current={conversation.id} />,
  timeline: ({ customer }) => <Timeline customerId={customer.id} />,
};
