import { Button } from '@mantine/core';
import { endSession } from '@meada/contract/routes/session';
import { IconDeviceDesktop, IconDeviceMobile } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { ListLoading } from '../../ui/Loading.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { ErrorState } from '../../ui/States.tsx';
import { complain, say } from '../../ui/toast.ts';
import { Row, Rows } from '../kit/Rows.tsx';
import { Pill, Section } from '../kit/Section.tsx';
import { refresh, sessionsQuery } from '../queries.ts';
import { deviceOf } from './device.ts';

/** Where the person is signed in; each place can be signed out from here. */
export function Sessions() {
  const { t } = useTranslation('settings');
  const { data, error, refetch } = useQuery(sessionsQuery);
  const end = useMutation({
    mutationFn: async (ids: string[]) => {
      for (const id of ids) await call(endSession, { params: { id } });
    },
    onSuccess: () => say(t('sessions.ended')),
    onError: complain,
    onSettled: () => refresh(sessionsQuery.queryKey),
  });
  const others = data?.filter((one) => !one.current).map((one) => one.id) ?? [];
  return (
    <Section
      title={t('sessions.title')}
      text={t('sessions.text')}
      actions={
        others.length > 1 ? (
          <Button variant="default" onClick={() => end.mutate(others)} loading={end.isPending}>
            {t('sessions.endOthers')}
          </Button>
        ) : null
      }
    >
      {error && !data ? <ErrorState error={error} onRetry={refetch} /> : null}
      {!data && !error ? <ListLoading rows={2} /> : null}
      <Rows label={t('sessions.title')}>
        {data?.map((one) => {
          const { name, phone } = deviceOf(one.agent);
          const Shape = phone ? IconDeviceMobile : IconDeviceDesktop;
          return (
            <Row
              key={one.id}
              start={<Shape size={24} stroke={1.5} aria-hidden />}
              title={
                <>
                  {name} {one.current ? <Pill tone="good">{t('sessions.this')}</Pill> : null}
                </>
              }
              text={
                <>
                  {one.address} · {t('sessions.seen')} <RelativeTime at={one.seenAt} />
                </>
              }
              end={
                one.current ? null : (
                  <Button
                    variant="default"
                    size="xs"
                    onClick={() => end.mutate([one.id])}
                    disabled={end.isPending}
                    aria-label={`${t('sessions.end')}: ${name}`}
                  >
                    {t('sessions.end')}
                  </Button>
                )
              }
            />
          );
        })}
      </Rows>
    </Section>
  );
}
