import { Checkbox, Chip, Group, Radio, Stack, Switch, Text, TextInput } from '@mantine/core';
import type { PushPreferences } from '@meada/contract/push';
import { changePushPreferences } from '@meada/contract/routes/push';
import { useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { type Push, pushQuery } from '../../offline/push.ts';
import { complain } from '../../ui/toast.ts';

const usualQuiet = { quietFrom: '20:00', quietTo: '08:00' };
const kinds: PushPreferences['kinds'] = [
  ...(['message', 'assigned', 'mention', 'offer'] as const),
  ...(['deadline', 'task', 'woken', 'scheduled'] as const),
];
const details: PushPreferences['detail'][] = ['none', 'name', 'all'];
/** A Monday, to name the days by. */
const monday = Date.UTC(2024, 0, 1);

/** What is told, how much of it shows, and when it is quiet; kept as it is changed. */
export function PushChoices({ chosen }: { chosen: PushPreferences }) {
  const { t, i18n } = useTranslation('notifications');
  const client = useQueryClient();
  const [now, setNow] = useState(chosen);
  const quietId = useId();
  const dayName = new Intl.DateTimeFormat(i18n.language, { weekday: 'short', timeZone: 'UTC' });
  const change = (some: Partial<PushPreferences>) => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const next = { ...now, ...some, zone };
    setNow(next);
    call(changePushPreferences, { body: next }).then(
      (preferences) =>
        client.setQueryData<Push>(pushQuery.queryKey, (data) => data && { ...data, preferences }),
      (error: unknown) => {
        setNow(now);
        complain(error);
      },
    );
  };
  const isQuiet = now.quietFrom !== null;
  return (
    <Stack gap="lg">
      <Checkbox.Group
        label={t('kinds')}
        value={now.kinds}
        onChange={(list) => change({ kinds: kinds.filter((kind) => list.includes(kind)) })}
      >
        <Stack gap="xs" mt="xs">
          {kinds.map((kind) => (
            <Checkbox key={kind} value={kind} label={t(`kind.${kind}`)} />
          ))}
        </Stack>
      </Checkbox.Group>
      <Radio.Group
        label={t('detail')}
        value={now.detail}
        onChange={(detail) => change({ detail: detail as PushPreferences['detail'] })}
      >
        <Text size="sm" c="dimmed">
          {t('detailText')}
        </Text>
        <Stack gap="xs" mt="xs">
          {details.map((detail) => (
            <Radio key={detail} value={detail} label={t(`show.${detail}`)} />
          ))}
        </Stack>
      </Radio.Group>
      <Stack gap="xs">
        <Switch
          checked={isQuiet}
          onChange={() => change(isQuiet ? { quietFrom: null, quietTo: null } : usualQuiet)}
          label={t('quiet')}
          description={t('quietText')}
        />
        {isQuiet ? (
          <Group gap="sm" align="end">
            <TextInput
              type="time"
              label={t('from')}
              value={now.quietFrom ?? ''}
              onChange={({ target }) => target.value && change({ quietFrom: target.value })}
            />
            <TextInput
              type="time"
              label={t('to')}
              value={now.quietTo ?? ''}
              onChange={({ target }) => target.value && change({ quietTo: target.value })}
            />
          </Group>
        ) : null}
        <Text size="sm" fw={500} mt="xs" id={quietId}>
          {t('days')}
        </Text>
        <Chip.Group
          multiple
          value={now.quietDays.map(String)}
          onChange={(list) => change({ quietDays: list.map(Number).sort() })}
        >
          <Group gap="xs" role="group" aria-labelledby={quietId}>
            {[1, 2, 3, 4, 5, 6, 7].map((day) => (
              <Chip key={day} value={String(day)} size="sm">
                {dayName.format(monday + (day - 1) * 86_400_000)}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      </Stack>
    </Stack>
  );
}
