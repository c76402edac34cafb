import { listConversations } from '@meada/contract/routes/conversations';
import { listCustomers } from '@meada/contract/routes/customers';
import { listDeals } from '@meada/contract/routes/deals';
import { listTasks } from '@meada/contract/routes/tasks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { call } from '../api/call.ts';
import { keys } from '../api/keys.ts';
import { cannedQuery, useMay } from '../api/queries.ts';
import { cannedFor } from '../conversations/canned/match.ts';
import { lettersFrom } from './queries.ts';

/** What was found beside messages, and where it opens. */
export type Thing = {
  kind: 'customer' | 'conversation' | 'deal' | 'task' | 'canned';
  id: string;
  name: string;
  /** What tells it from others of that name. */
  text: string;
  /** Done, won or lost: over. */
  over?: boolean;
};

/** Most of one kind that is shown. */
const most = 4;

/** A protocol number as it is typed or pasted, with or without its hyphens. */
const protocolLike = /^\d[\d\s.\-/]{13,20}$/;

type Ask = { query: string; signal: AbortSignal };

const finders: Record<Exclude<Thing['kind'], 'canned'>, (ask: Ask) => Promise<Thing[]>> = {
  conversation: async ({ query, signal }) => {
    if (!protocolLike.test(query)) return [];
    const asked = { query, view: 'all', limit: 1 } as const;
    const { items } = await call(listConversations, { query: asked }, { signal });
    return items.map(({ id, protocol, customer }) => ({
      ...{ kind: 'conversation', id, name: protocol },
      text: customer.name ?? customer.display,
    }));
  },
  customer: async ({ query, signal }) => {
    const { items } = await call(listCustomers, { query: { query, limit: most } }, { signal });
    return items.map(({ id, name, display, email, phone }) => ({
      ...{ kind: 'customer', id, name: name ?? display },
      text: email ?? phone ?? '',
    }));
  },
  deal: async ({ query, signal }) => {
    const { items } = await call(listDeals, { query: { query, limit: most } }, { signal });
    return items.map(({ id, title, customer, outcome }) => ({
      ...{ kind: 'deal', id, name: title, over: outcome !== 'open' },
      text: customer.name ?? customer.display,
    }));
  },
  task: async ({ query, signal }) => {
    const states = (['open', 'done'] as const).map((state) =>
      call(listTasks, { query: { query, state, limit: most } }, { signal }),
    );
    const items = (await Promise.all(states)).flatMap((page) => page.items);
    return items.slice(0, most).map(({ id, title, customer, doneAt }) => ({
      ...{ kind: 'task', id, name: title, over: doneAt !== null },
      text: customer ? (customer.name ?? customer.display) : '',
    }));
  },
};

/** What else the words may mean: whoever and whatever is called so. What the reader may not see is not asked for. */
export function useThings(words: string, wanted: boolean): Thing[] {
  const query = words.trim();
  const enabled = wanted && query.length >= lettersFrom;
  const may: Record<Thing['kind'], boolean> = {
    conversation: useMay('conversations.read'),
    customer: useMay('customers.read'),
    deal: useMay('deals.read'),
    task: useMay('tasks.read'),
    canned: useMay('canned.read'),
  };
  const canned = useQuery({ ...cannedQuery, enabled: enabled && may.canned });
  const found = useQuery({
    queryKey: [...keys.search, 'things', query],
    enabled,
    placeholderData: keepPreviousData,
    staleTime: 15_000,
    queryFn: async ({ signal }) => {
      const kinds = (Object.keys(finders) as (keyof typeof finders)[]).filter((kind) => may[kind]);
      return (await Promise.all(kinds.map((kind) => finders[kind]({ query, signal })))).flat();
    },
  });
  if (!enabled) return [];
  const replies = cannedFor(canned.data ?? [], query).slice(0, most);
  return [
    ...(found.data ?? []),
    ...replies.map(
      ({ id, title, shortcut }): Thing => ({ kind: 'canned', id, name: title, text: `/${shortcut}` }),
    ),
  ];
}
