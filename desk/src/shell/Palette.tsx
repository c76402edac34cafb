import '@mantine/spotlight/styles.layer.css';
import { Kbd } from '@mantine/core';
import { Spotlight, type SpotlightActionData, spotlight } from '@mantine/spotlight';
import { type Conversation, listConversations } from '@meada/contract/routes/conversations';
import { listCustomers } from '@meada/contract/routes/customers';
import {
  IconArrowBackUp,
  IconAt,
  IconBolt,
  IconBriefcase,
  IconChecklist,
  IconCommand,
  IconDeviceDesktopAnalytics,
  IconHeadset,
  IconKeyboard,
  IconMessageSearch,
  IconMessages,
  IconSearch,
  IconSettings,
  IconUser,
  IconUsers,
} from '@tabler/icons-react';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/call.ts';
import { keys } from '../api/keys.ts';
import { useMay } from '../api/queries.ts';
import { fold } from '../conversations/canned/match.ts';
import { macrosQuery } from '../conversations/macros/queries.ts';
import { openMacros } from '../conversations/macros/state.ts';
import { useStore } from '../live/store.ts';
import { useSettled } from '../ui/time.ts';
import { actionsNow } from './actions.ts';
import { pressFor } from './keyboard.ts';
import { closePalette, openHelp, panels } from './panels.ts';

const icon = { size: 20, stroke: 1.6 } as const;

/** What the words find: conversations (protocol numbers too) and customers. */
function useFound(words: string) {
  const navigate = useNavigate();
  const wanted = useSettled(words.trim());
  const found = useQuery({
    queryKey: [...keys.customers, 'palette', wanted],
    enabled: wanted.length >= 2,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
    queryFn: async ({ signal }) => {
      const [conversations, customers] = await Promise.all([
        call(listConversations, { query: { query: wanted, limit: 6 } }, { signal }),
        call(listCustomers, { query: { query: wanted, limit: 6 } }, { signal }),
      ]);
      return { conversations: conversations.items, customers: customers.items };
    },
  });
  const conversations = (found.data?.conversations ?? []).map(
    (item): SpotlightActionData => ({
      id: item.id,
      label: item.customer.name ?? item.customer.display,
      description: [item.protocol, item.subject ?? item.preview?.text].filter(Boolean).join(' · '),
      leftSection: <IconMessages {...icon} />,
      keywords: [wanted],
      onClick: () =>
        void navigate({ to: '/conversations/$conversationId', params: { conversationId: item.id } }),
    }),
  );
  const customers = (found.data?.customers ?? []).map(
    (one): SpotlightActionData => ({
      id: `customer-${one.id}`,
      label: one.name ?? one.display,
      description: [one.email, one.phone].filter(Boolean).join(' · '),
      leftSection: <IconUser {...icon} />,
      keywords: [wanted],
      onClick: () => void navigate({ to: '/customers/$customerId', params: { customerId: one.id } }),
    }),
  );
  return { conversations, customers };
}

/** Macros for the open conversation. */
function useMacros(wanted: string): SpotlightActionData[] {
  const { conversationId } = useParams({ strict: false });
  const client = useQueryClient();
  const open = conversationId
    ? client.getQueryData<Conversation>(keys.conversation(conversationId))
    : undefined;
  const mayReply = useMay('conversations.reply');
  const macros = useQuery({ ...macrosQuery, enabled: open !== undefined && mayReply }).data ?? [];
  if (!open || !mayReply || wanted.length < 2) return [];
  return macros
    .filter((macro) => macro.inboxIds.length === 0 || macro.inboxIds.includes(open.inboxId))
    .filter((macro) => fold(macro.name).includes(fold(wanted)))
    .slice(0, 6)
    .map((macro) => ({
      id: `macro-${macro.id}`,
      label: macro.name,
      leftSection: <IconBolt {...icon} />,
      keywords: [wanted],
      onClick: () => openMacros(open.id, macro.id),
    }));
}

/** How long the palette takes to close and to give the focus back (ms): what an action puts it on keeps it. */
const closingMs = 350;

/** What can be done on the screen that is open, by name, with the key that does it. */
function useActionsNow(open: boolean): SpotlightActionData[] {
  const { t } = useTranslation('keys');
  const actions = useMemo(() => (open ? actionsNow() : []), [open]);
  return actions.map(({ name, text, press }) => ({
    id: `action-${text}`,
    label: t(text),
    leftSection: <IconCommand {...icon} />,
    rightSection: press.map((key) => <Kbd key={key}>{key}</Kbd>),
    onClick: () => void setTimeout(() => pressFor(name), closingMs),
  }));
}

/** Every screen there is. */
function usePlaces(): SpotlightActionData[] {
  const { t } = useTranslation(['common', 'keys']);
  const navigate = useNavigate();
  const leads = useMay('routing.manage');
  const wallboard: SpotlightActionData = {
    id: 'wallboard',
    label: t('keys:place.wallboard'),
    leftSection: <IconDeviceDesktopAnalytics {...icon} />,
    onClick: () => void navigate({ to: '/wallboard' }),
  };
  return [
    {
      id: 'conversations',
      label: t('nav.conversations'),
      leftSection: <IconMessages {...icon} />,
      onClick: () => void navigate({ to: '/conversations' }),
    },
    {
      id: 'customers',
      label: t('nav.customers'),
      leftSection: <IconUsers {...icon} />,
      onClick: () => void navigate({ to: '/customers' }),
    },
    {
      id: 'recoveries',
      label: t('keys:place.recoveries'),
      leftSection: <IconArrowBackUp {...icon} />,
      onClick: () => void navigate({ to: '/recoveries' }),
    },
    {
      id: 'search',
      label: t('keys:goSearch'),
      leftSection: <IconMessageSearch {...icon} />,
      onClick: () => void navigate({ to: '/search', search: {} }),
    },
    {
      id: 'work',
      label: t('keys:place.work'),
      leftSection: <IconHeadset {...icon} />,
      onClick: () => void navigate({ to: '/work' }),
    },
    {
      id: 'deals',
      label: t('nav.deals'),
      leftSection: <IconBriefcase {...icon} />,
      onClick: () => void navigate({ to: '/deals/$', params: { _splat: '' } }),
    },
    {
      id: 'tasks',
      label: t('nav.tasks'),
      leftSection: <IconChecklist {...icon} />,
      onClick: () => void navigate({ to: '/tasks/$', params: { _splat: '' } }),
    },
    {
      id: 'mentions',
      label: t('keys:place.mentions'),
      leftSection: <IconAt {...icon} />,
      onClick: () => void navigate({ to: '/mentions' }),
    },
    ...(leads ? [wallboard] : []),
    {
      id: 'settings',
      label: t('nav.settings'),
      leftSection: <IconSettings {...icon} />,
      onClick: () => void navigate({ to: '/settings/$', params: { _splat: '' } }),
    },
    { id: 'help', label: t('keys:help'), leftSection: <IconKeyboard {...icon} />, onClick: openHelp },
  ];
}

/** Go anywhere, find anybody, do anything: Ctrl K. */
export function Palette() {
  const { t } = useTranslation(['common', 'keys']);
  const navigate = useNavigate();
  const [words, setWords] = useState('');
  const { palette } = useStore(panels);
  const found = useFound(words);
  const macros = useMacros(words.trim());
  const doable = useActionsNow(palette);
  useEffect(() => {
    if (palette) spotlight.open();
  }, [palette]);
  const places = usePlaces();
  const wanted = words.trim();
  const byName = ({ label }: SpotlightActionData) => fold(label ?? '').includes(fold(wanted));
  const everywhere: SpotlightActionData[] =
    wanted.length < 2
      ? []
      : [
          {
            id: 'messages',
            label: t('palette.messages', { words: wanted }),
            leftSection: <IconMessageSearch {...icon} />,
            keywords: [wanted],
            onClick: () => void navigate({ to: '/search', search: { q: wanted } }),
          },
        ];
  return (
    <Spotlight
      shortcut={null}
      attributes={{ content: { 'aria-label': t('palette.open') } }}
      query={words}
      onQueryChange={setWords}
      onSpotlightClose={closePalette}
      nothingFound={t('palette.nothing')}
      filter={(query, actions) =>
        query.trim().length < 2
          ? [
              { group: t('palette.places'), actions: places },
              { group: t('palette.actions'), actions: doable },
            ]
          : actions
      }
      actions={[
        { group: t('palette.places'), actions: places.filter(byName) },
        { group: t('palette.macros'), actions: macros },
        { group: t('nav.conversations'), actions: found.conversations },
        { group: t('nav.customers'), actions: found.customers },
        { group: t('keys:goSearch'), actions: everywhere },
        { group: t('palette.actions'), actions: doable.filter(byName) },
      ]}
      searchProps={{
        leftSection: <IconSearch size={18} />,
        placeholder: t('palette.placeholder'),
        'aria-label': t('palette.placeholder'),
      }}
      scrollable
      maxHeight={420}
    />
  );
}
