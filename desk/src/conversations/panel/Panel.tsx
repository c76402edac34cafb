import { ActionIcon } from '@mantine/core';
import { readCustomer } from '@meada/contract/routes/customers';
import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { useTopic } from '../../live/provider.tsx';
import { useStore } from '../../live/store.ts';
import { ListLoading } from '../../ui/Loading.tsx';
import { ErrorState } from '../../ui/States.tsx';
import screen from '../Screen.module.css';
import { useConversation } from '../thread/useThread.ts';
import { Columns } from '../workspace/Columns.tsx';
import { PanelsButton } from '../workspace/PanelsButton.tsx';
import { panelPage } from './page.ts';
import classes from './panel.module.css';
import { usePanelQuiet } from './usePanelQuiet.ts';

const close = () => panelPage.set(() => false);

/** Where there is little room the panel is a sheet above the thread: it takes the focus and gives it back. */
function useSheet() {
  const sheet = useStore(panelPage);
  const closer = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!sheet) return;
    const before = document.activeElement as HTMLElement | null;
    closer.current?.focus();
    return () => before?.focus();
  }, [sheet]);
  useEffect(() => close, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (sheet && event.key === 'Escape' && !event.defaultPrevented) close();
  };
  return { closer, props: sheet ? ({ role: 'dialog', 'aria-modal': true, onKeyDown } as const) : {} };
}

/** The right side: who the customer is and what there was before. */
export function Panel({ id }: { id: string }) {
  const { t } = useTranslation('conversations');
  const { data: conversation, isError: gone } = useConversation(id);
  const customerId = conversation?.customer.id;
  useTopic(customerId ? `customer:${customerId}` : null);
  const customer = useQuery({
    queryKey: keys.customer(customerId ?? ''),
    enabled: customerId !== undefined,
    queryFn: ({ signal }) => call(readCustomer, { params: { id: customerId ?? '' } }, { signal }),
    staleTime: 5 * 60_000,
  });
  const { closer, props } = useSheet();
  const person = customer.data;
  const quiet = usePanelQuiet(person?.id);
  return (
    <aside className={screen.panel} aria-label={t('panel.label')} {...props}>
      <div className={classes.bar}>
        <ActionIcon
          ref={closer}
          className={classes.back}
          variant="subtle"
          color="gray"
          size={34}
          aria-label={t('panel.back')}
          onClick={close}
        >
          <IconX size={18} />
        </ActionIcon>
        <PanelsButton />
      </div>
      {customer.isError ? <ErrorState error={customer.error} onRetry={() => customer.refetch()} /> : null}
      {!quiet && !customer.isError && !gone ? (
        <div className={classes.waiting}>
          <ListLoading rows={5} />
        </div>
      ) : null}
      {person && conversation ? (
        <div className={classes.all} data-waits={quiet ? undefined : ''}>
          <Columns conversation={conversation} customer={person} />
        </div>
      ) : null}
    </aside>
  );
}
