import { Popover, SegmentedControl, Text } from '@mantine/core';
import { loudFrom } from '@meada/contract/public';
import type { ConversationItem } from '@meada/contract/routes/conversations';
import { setLoudness } from '@meada/contract/routes/loudness';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { useMay } from '../../api/queries.ts';
import { complain } from '../../ui/toast.ts';
import classes from './loudness.module.css';
import { reasonText } from './reason.ts';

type Loud = Pick<ConversationItem, 'id' | 'loudness' | 'loudnessReasons' | 'loudnessSet'>;

/** What a person may say instead of the points. */
const steps = { low: 10, medium: loudFrom, high: 70, critical: 95 } as const;
type Step = keyof typeof steps | 'points';
const names: Step[] = ['points', 'low', 'medium', 'high', 'critical'];
const stepOf = (set: number | null): Step =>
  names.find((name) => name !== 'points' && steps[name] === set) ?? 'points';

function Reasons({ item }: { item: Loud }) {
  const { t, i18n } = useTranslation(['conversations', 'loudness']);
  const reasons = item.loudnessReasons
    .filter(({ points }) => points !== 0)
    .sort((one, other) => other.points - one.points);
  if (reasons.length === 0) return <Text size="sm">{t('loudness:nothing')}</Text>;
  return (
    <ul className={classes.reasons}>
      {reasons.map((reason) => (
        <li key={reason.code}>
          <span>{reasonText(t, reason, i18n.language)}</span>
          <b>{reason.points > 0 ? `+${reason.points}` : reason.points}</b>
          <i style={{ width: `${Math.min(100, Math.abs(reason.points))}%` }} aria-hidden />
        </li>
      ))}
    </ul>
  );
}

/** Why a matter is so loud, and a person's word on it. */
export function Why({ item, button, onClose }: { item: Loud; button: ReactElement; onClose: () => void }) {
  const { t } = useTranslation('loudness');
  const client = useQueryClient();
  const may = useMay('conversations.reply');
  const [step, setStep] = useState(stepOf(item.loudnessSet));
  const labelId = useId();
  const sum = item.loudnessReasons.reduce((all, { points }) => all + points, 0);
  const points = Math.min(100, Math.max(0, sum));
  const choose = (next: Step) => {
    setStep(next);
    call(setLoudness, {
      params: { id: item.id },
      body: { points: next === 'points' ? null : steps[next] },
    }).then(
      () => client.invalidateQueries({ queryKey: keys.conversation(item.id) }),
      (error: unknown) => {
        setStep(step);
        complain(error);
      },
    );
  };
  return (
    <Popover
      opened
      onClose={onClose}
      onDismiss={onClose}
      trapFocus
      returnFocus
      width={360}
      position="bottom-start"
      withArrow
    >
      <Popover.Target>{button}</Popover.Target>
      <Popover.Dropdown aria-label={t('why', { points: item.loudness })}>
        <p className={classes.title}>{t('why', { points: item.loudness })}</p>
        {item.loudnessSet === null ? null : (
          <Text size="sm" mb="xs">
            {t('byPerson', { points })}
          </Text>
        )}
        <Reasons item={item} />
        <Text size="xs" c="dimmed" mt="xs">
          {t('use')}
        </Text>
        {may ? (
          <div className={classes.own}>
            <span id={labelId}>{t('own')}</span>
            <SegmentedControl
              size="xs"
              fullWidth
              aria-labelledby={labelId}
              value={step}
              onChange={(next) => choose(next as Step)}
              data={names.map((name) => ({ value: name, label: t(`step.${name}`) }))}
            />
          </div>
        ) : null}
      </Popover.Dropdown>
    </Popover>
  );
}
