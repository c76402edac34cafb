import { Button } from '@mantine/core';
import { IconInbox, IconSearchOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { inboxRefsQuery, useMay } from '../../api/queries.ts';
import { EmptyState } from '../../ui/States.tsx';

const unfiltered = {
  q: undefined,
  inbox: undefined,
  team: undefined,
  who: undefined,
  label: undefined,
  status: undefined,
  own: undefined,
  side: undefined,
};

type Props = { view: string; narrowed: boolean; change: (search: typeof unfiltered) => void };

/** No conversation in the list: why, and what to do about it. */
export function NothingListed({ view, narrowed, change }: Props) {
  const { t } = useTranslation('conversations');
  const manages = useMay('inboxes.manage');
  const inboxless = useQuery(inboxRefsQuery).data?.length === 0;
  if (narrowed) {
    return (
      <EmptyState icon={IconSearchOff} title={t('list.nothing')} text={t('list.nothingText')}>
        <Button variant="light" onClick={() => change(unfiltered)}>
          {t('list.clear')}
        </Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={IconInbox}
      title={t(`list.empty.${view}`)}
      text={t(inboxless ? 'list.connectText' : 'list.emptyText')}
    >
      {inboxless && manages ? (
        <Button
          component={Link}
          to="/settings/$"
          params={{ _splat: 'inboxes/new' } as never}
          variant="light"
          hiddenFrom="sm"
        >
          {t('list.connect')}
        </Button>
      ) : null}
    </EmptyState>
  );
}
