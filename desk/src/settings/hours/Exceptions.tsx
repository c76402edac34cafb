import { ActionIcon, Button, SegmentedControl, TextInput } from '@mantine/core';
import type { DatedException } from '@meada/contract/routes/hours';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { today } from './day.ts';
import classes from './hours.module.css';

type Props = { value: DatedException[]; onChange(list: DatedException[]): void };

/** The first day from today on that no exception names. */
function freeDay(list: readonly DatedException[]): string {
  const taken = new Set(list.map(({ day }) => day));
  let at = Date.parse(`${today()}T00:00:00Z`);
  while (taken.has(new Date(at).toISOString().slice(0, 10))) at += 86_400_000;
  return new Date(at).toISOString().slice(0, 10);
}

type LineProps = { one: DatedException; onChange(some: Partial<DatedException>): void; onRemove(): void };
function ExceptionLine({ one, onChange, onRemove }: LineProps) {
  const { t } = useTranslation('hours');
  const setEnd = (at: number, end: 'from' | 'to', typed: string) => {
    const stretch = one.stretches[at];
    if (!typed || !stretch) return;
    const time = end === 'to' && typed === '00:00' ? '24:00' : typed;
    onChange({ stretches: one.stretches.with(at, { ...stretch, [end]: time }) });
  };
  return (
    <li className={classes.line}>
      <TextInput
        type="date"
        required
        aria-label={t('exceptions.day')}
        value={one.day}
        onChange={(event) => event.currentTarget.value && onChange({ day: event.currentTarget.value })}
      />
      <TextInput
        className={classes.grow}
        aria-label={t('exceptions.name')}
        placeholder={t('exceptions.name')}
        maxLength={80}
        value={one.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <SegmentedControl
        size="xs"
        aria-label={t('exceptions.how')}
        value={one.stretches.length > 0 ? 'open' : 'closed'}
        onChange={(how) => onChange({ stretches: how === 'open' ? [{ from: '09:00', to: '12:00' }] : [] })}
        data={[
          { value: 'closed', label: t('exceptions.closed') },
          { value: 'open', label: t('exceptions.open') },
        ]}
      />
      {one.stretches.map((stretch, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a stretch has no name but its place
        <span key={at} className={classes.line}>
          {(['from', 'to'] as const).map((end) => (
            <TextInput
              key={end}
              type="time"
              aria-label={t(end === 'from' ? 'week.from' : 'week.to')}
              value={stretch[end] === '24:00' ? '00:00' : stretch[end]}
              onChange={(event) => setEnd(at, end, event.currentTarget.value)}
            />
          ))}
        </span>
      ))}
      <ActionIcon
        variant="subtle"
        color="gray"
        c="var(--ink-soft)"
        aria-label={`${t('exceptions.remove')}: ${one.day}`}
        onClick={onRemove}
      >
        <IconX size={17} />
      </ActionIcon>
    </li>
  );
}

/** Days with hours of their own: closed, or open within a stretch or two. */
export function Exceptions({ value, onChange }: Props) {
  const { t } = useTranslation('hours');
  return (
    <>
      <ul className={classes.lines}>
        {value.map((one, place) => (
          <ExceptionLine
            // biome-ignore lint/suspicious/noArrayIndexKey: a line has no name but its place while its day is edited
            key={place}
            one={one}
            onChange={(some) => onChange(value.with(place, { ...one, ...some }))}
            onRemove={() => onChange(value.toSpliced(place, 1))}
          />
        ))}
      </ul>
      <Button
        mt="sm"
        size="xs"
        variant="light"
        leftSection={<IconPlus size={15} />}
        onClick={() => onChange([...value, { day: freeDay(value), stretches: [], name: '' }])}
      >
        {t('exceptions.add')}
      </Button>
    </>
  );
}
