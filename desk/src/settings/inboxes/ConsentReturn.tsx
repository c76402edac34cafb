import { Button } from '@mantine/core';
import { finishConsent } from '@meada/contract/routes/consents';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { codeOf } from '../../api/problem.ts';
import { ListLoading } from '../../ui/Loading.tsx';
import { EmptyState } from '../../ui/States.tsx';
import { say } from '../../ui/toast.ts';
import { refresh } from '../queries.ts';

/** Where a provider sends people back to: hands in what it brought, once, and goes to the inbox. */
export function ConsentReturn() {
  const { t } = useTranslation('letter');
  const navigate = useNavigate();
  const begun = useRef(false);
  const finish = useMutation({
    mutationFn: (query: URLSearchParams) => {
      const part = (name: string) => query.get(name) ?? undefined;
      const body = { state: part('state') ?? '', code: part('code'), error: part('error')?.slice(0, 200) };
      return call(finishConsent, { body });
    },
    onSuccess: async (inbox) => {
      await refresh(keys.inboxes);
      say(t('consent.done'));
      await navigate({ to: '/settings/$', params: { _splat: `inboxes/${inbox.id}` }, replace: true });
    },
  });
  const { mutate } = finish;
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    const query = new URLSearchParams(window.location.search);
    // The code must not stay in the address: history and extensions would keep it.
    window.history.replaceState(window.history.state, '', window.location.pathname);
    mutate(query);
  }, [mutate]);
  if (!finish.isError) return <ListLoading />;
  const known = codeOf(finish.error) === 'refused' ? 'refused' : 'failed';
  return (
    <EmptyState icon={IconPlugConnectedX} title={t(`consent.${known}`)} text={t('consent.tryAgain')}>
      <Link to="/settings/$" params={{ _splat: 'inboxes' }}>
        <Button component="span">{t('consent.toInboxes')}</Button>
      </Link>
    </EmptyState>
  );
}
