import { Alert, Button, Group, Stack } from '@mantine/core';
import { IconBellRinging, IconInfoCircle } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/queries.ts';
import { dropSubscription, obstacle, ownDevice, pushQuery, subscribe } from '../../offline/push.ts';
import { ListLoading } from '../../ui/Loading.tsx';
import { ErrorState } from '../../ui/States.tsx';
import { complain, complainOf, say } from '../../ui/toast.ts';
import { Section } from '../kit/Section.tsx';
import { refresh } from '../queries.ts';
import { Devices } from './Devices.tsx';
import { PushChoices } from './PushChoices.tsx';
import { TaskMail } from './TaskMail.tsx';

/** What a person is told on their devices while the desk is closed: where, of what, how much of it shows, when not. */
export function Notifications() {
  const { t } = useTranslation('notifications');
  const me = useMe();
  const { data, error, refetch } = useQuery(pushQuery);
  const own = ownDevice();
  const here = data?.devices.some(({ id }) => id === own) ?? false;
  const inTheWay = obstacle();
  const change = useMutation({
    mutationFn: async () => {
      if (here) return dropSubscription().then(() => t('off.done'));
      if (!data) return null;
      return (await subscribe(me, data)) ? t('on.done') : null;
    },
    onSuccess: (words) => (words ? say(words) : complainOf(t('obstacle.refused'))),
    onError: complain,
    onSettled: () => refresh(pushQuery.queryKey),
  });
  return (
    <Section title={t('title')} text={t('text')}>
      {error && !data ? <ErrorState error={error} onRetry={refetch} /> : null}
      {!data && !error ? <ListLoading rows={2} /> : null}
      {data ? (
        <Stack gap="lg">
          {inTheWay && !here ? (
            <Alert icon={<IconInfoCircle size={18} />} color="gray" variant="light">
              {t(`obstacle.${inTheWay}`)}
            </Alert>
          ) : (
            <Group>
              <Button
                variant={here ? 'default' : 'filled'}
                leftSection={<IconBellRinging size={17} />}
                loading={change.isPending}
                onClick={() => change.mutate()}
              >
                {t(here ? 'off.do' : 'on.do')}
              </Button>
            </Group>
          )}
          <Devices devices={data.devices} own={here ? own : null} />
          {data.devices.length > 0 ? <PushChoices chosen={data.preferences} /> : null}
          <TaskMail />
        </Stack>
      ) : null}
    </Section>
  );
}
