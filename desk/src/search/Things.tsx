import { IconBriefcase, IconChecklist, IconMessageBolt, IconMessages, IconUser } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { chosenOf, type SearchAddress } from './address.ts';
import classes from './search.module.css';
import { type Thing, useThings } from './things.ts';

const icons = {
  customer: IconUser,
  conversation: IconMessages,
  deal: IconBriefcase,
  task: IconChecklist,
  canned: IconMessageBolt,
} as const;

/** Where it opens. */
function placeOf({ kind, id }: Thing) {
  if (kind === 'customer') return { to: '/customers/$customerId', params: { customerId: id } } as const;
  if (kind === 'conversation')
    return { to: '/conversations/$conversationId', params: { conversationId: id } } as const;
  if (kind === 'deal') return { to: '/deals/$', params: { _splat: `board/${id}` } } as const;
  if (kind === 'task') return { to: '/tasks/$', params: { _splat: `all/${id}` } } as const;
  return { to: '/settings/$', params: { _splat: 'canned' } } as const;
}

/** Customers, deals, tasks, ready replies and the conversation of a number that go by these words: above the messages. */
export function Things({ address }: { address: SearchAddress }) {
  const { t } = useTranslation('search');
  const things = useThings(address.q ?? '', chosenOf(address) === 0);
  if (things.length === 0) return null;
  return (
    <nav className={classes.things} aria-label={t('things')}>
      {things.map((thing) => {
        const Icon = icons[thing.kind];
        return (
          <Link
            key={`${thing.kind}-${thing.id}`}
            {...placeOf(thing)}
            className={classes.thing}
            title={[thing.name, thing.text].filter(Boolean).join(' · ')}
            data-hit
            data-over={thing.over || undefined}
          >
            <Icon size={15} role="img" aria-label={t(`thing.${thing.kind}`)} />
            <span className={classes.thingName}>{thing.name}</span>
            {thing.text ? <span className={classes.thingText}>{thing.text}</span> : null}
          </Link>
        );
      })}
    </nav>
  );
}
