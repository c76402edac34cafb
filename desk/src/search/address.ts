import type { StatusCategory } from '@meada/contract/routes/conversations';

/** What stands in the address of the search; short names, because agents share these addresses. */
export type SearchAddress = {
  q?: string;
  /** Who wrote: the customer, the team, a note, a machine. */
  by?: 'customer' | 'person' | 'note' | 'bot';
  who?: string;
  /** Said where everybody reads, or to the customer alone. */
  side?: 'public' | 'private';
  /** Id of a channel's plug-in. */
  channel?: string;
  inbox?: string;
  /** Who answers for the conversation. */
  owner?: string;
  label?: string;
  status?: StatusCategory;
  /** One of the firm's own statuses. */
  own?: string;
  files?: '1';
  /** Days, as a date field has them. */
  from?: string;
  until?: string;
  customer?: string;
  conversation?: string;
};

const writers: readonly string[] = ['customer', 'person', 'note', 'bot'];
const sides: readonly string[] = ['public', 'private'];
const statuses: readonly string[] = ['open', 'pending', 'snoozed', 'resolved'];
const day = /^\d{4}-\d{2}-\d{2}$/;
const one = (value: unknown, allowed: readonly string[]) =>
  typeof value === 'string' && allowed.includes(value) ? value : undefined;
const text = (value: unknown, max = 40) =>
  typeof value === 'string' || typeof value === 'number'
    ? String(value).slice(0, max) || undefined
    : undefined;
const date = (value: unknown) => (typeof value === 'string' && day.test(value) ? value : undefined);

/** Reads an address' search part, leaving out what is not ours. */
export const cleanAddress = (search: Record<string, unknown>): SearchAddress => ({
  q: text(search.q, 200),
  by: one(search.by, writers) as SearchAddress['by'],
  who: text(search.who),
  side: one(search.side, sides) as SearchAddress['side'],
  channel: text(search.channel),
  inbox: text(search.inbox),
  owner: text(search.owner),
  label: text(search.label),
  status: one(search.status, statuses) as SearchAddress['status'],
  own: text(search.own),
  files: search.files === '1' || search.files === 1 ? '1' : undefined,
  from: date(search.from),
  until: date(search.until),
  customer: text(search.customer),
  conversation: text(search.conversation),
});

/** Midnight of a day where the reader is, so many days later. */
const midnight = (on: string, later = 0): string => {
  const at = new Date(`${on}T00:00`);
  at.setDate(at.getDate() + later);
  return at.toISOString();
};

/** What the server is asked for. */
export function queryOf(address: SearchAddress) {
  const { by } = address;
  return {
    query: address.q ?? '',
    author: by === 'note' ? ('person' as const) : by,
    visibility: by === 'note' ? ('internal' as const) : address.side,
    personId: address.who,
    channel: address.channel,
    inboxId: address.inbox,
    assigneeId: address.owner,
    labelId: address.label,
    status: address.status,
    statusId: address.own,
    files: address.files,
    from: address.from && midnight(address.from),
    until: address.until && midnight(address.until, 1),
    customerId: address.customer,
    conversationId: address.conversation,
  };
}

const narrowing = [
  'by',
  'who',
  'side',
  'channel',
  'inbox',
  'owner',
  'label',
  'status',
  'own',
  'files',
  'from',
  'until',
  'customer',
  'conversation',
] as const;

/** How many filters narrow the search. */
export const chosenOf = (address: SearchAddress): number =>
  narrowing.filter((name) => address[name] !== undefined).length;

/** The same words without any filter. */
export const withoutFilters = ({ q }: SearchAddress): SearchAddress => ({ q });

/** Whether records of customers are searched as well: every filter but their own is one of messages. */
export const searchesRecords = (address: SearchAddress): boolean =>
  chosenOf({ ...address, customer: undefined }) === 0;
