import { Button, Group } from '@mantine/core';
import { dropPush, tryPush } from '@meada/contract/routes/push';
import { IconDeviceDesktop, IconDeviceMobile } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { dropSubscription, type Push, pushQuery } from '../../offline/push.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { complain, say } from '../../ui/toast.ts';
import { Row, Rows } from '../kit/Rows.tsx';
import { Pill } from '../kit/Section.tsx';
import { refresh } from '../queries.ts';
import { deviceOf } from './device.ts';

type Device = Push['devices'][number];

function DeviceRow({ device, own }: { device: Device; own: boolean }) {
  const { t } = useTranslation('notifications');
  const { name, phone } = deviceOf(device.agent);
  const Shape = phone ? IconDeviceMobile : IconDeviceDesktop;
  const params = { id: device.id };
  const attempt = useMutation({
    mutationFn: () => call(tryPush, { params }),
    onSuccess: () => say(t('device.tried')),
    onError: complain,
  });
  const drop = useMutation({
    mutationFn: async () => {
      if (own) await dropSubscription();
      else await call(dropPush, { params });
    },
    onSuccess: () => say(t('off.done')),
    onError: complain,
    onSettled: () => refresh(pushQuery.queryKey),
  });
  return (
    <Row
      start={<Shape size={24} stroke={1.5} aria-hidden />}
      title={
        <>
          {name} {own ? <Pill tone="good">{t('device.this')}</Pill> : null}
        </>
      }
      text={
        device.usedAt ? (
          <>
            {t('device.used')} <RelativeTime at={device.usedAt} />
          </>
        ) : (
          t('device.unused')
        )
      }
      end={
        <Group gap="xs">
          <Button
            variant="default"
            size="xs"
            loading={attempt.isPending}
            onClick={() => attempt.mutate()}
            aria-label={`${t('device.try')}: ${name}`}
          >
            {t('device.try')}
          </Button>
          <Button
            variant="default"
            size="xs"
            loading={drop.isPending}
            onClick={() => drop.mutate()}
            aria-label={`${t('device.drop')}: ${name}`}
          >
            {t('device.drop')}
          </Button>
        </Group>
      }
    />
  );
}

/** The browsers on which a person is told, each with a way to try it and to end it. */
export function Devices({ devices, own }: { devices: readonly Device[]; own: string | null }) {
  const { t } = useTranslation('notifications');
  if (devices.length === 0) return null;
  return (
    <Rows label={t('device.list')}>
      {devices.map((device) => (
        <DeviceRow key={device.id} device={device} own={device.id === own} />
      ))}
    </Rows>
  );
}
