import { ActionIcon, Button, Text, TextInput, Tooltip } from '@mantine/core';
import { IconCopy, IconPlus, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './hours.module.css';
import { dayName, type Span, type Week, weekOrder, wrongDays } from './week.ts';

type DayProps = {
  name: string;
  spans: Span[];
  wrong: boolean;
  onChange(spans: Span[]): void;
  onCopy(): void;
};

/** The stretch a person most likely means to add to a day. */
const nextSpan = (spans: Span[]): Span => {
  const last = spans.at(-1);
  if (!last) return { from: '09:00', to: '18:00' };
  return last.to < '14:00' && last.to !== '00:00'
    ? { from: '14:00', to: '18:00' }
    : { from: '19:00', to: '22:00' };
};

function Day({ name, spans, wrong, onChange, onCopy }: DayProps) {
  const { t } = useTranslation('hours');
  const set = (index: number, some: Partial<Span>) =>
    onChange(spans.map((span, place) => (place === index ? { ...span, ...some } : span)));
  return (
    <fieldset className={classes.day}>
      <legend className="visually-hidden">{name}</legend>
      <span className={classes.dayName} aria-hidden>
        {name}
      </span>
      <div className={classes.spans}>
        {spans.length === 0 ? <span className={classes.closed}>{t('week.closed')}</span> : null}
        {spans.map((span, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a stretch has no name but its place
          <div key={index} className={classes.span}>
            <TextInput
              type="time"
              aria-label={t('week.from')}
              value={span.from}
              error={wrong}
              onChange={(event) => set(index, { from: event.currentTarget.value })}
            />
            <span aria-hidden>–</span>
            <TextInput
              type="time"
              aria-label={t('week.to')}
              value={span.to}
              error={wrong}
              onChange={(event) => set(index, { to: event.currentTarget.value })}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              c="var(--ink-soft)"
              aria-label={t('week.remove')}
              onClick={() => onChange(spans.filter((_, place) => place !== index))}
            >
              <IconX size={17} />
            </ActionIcon>
            {span.to !== '' && span.to <= span.from ? (
              <Text size="xs" c="dimmed">
                {span.to === '00:00' ? t('week.midnight') : t('week.nextDay')}
              </Text>
            ) : null}
          </div>
        ))}
      </div>
      <div style={{ display: 'flex', gap: 4, paddingTop: 4 }}>
        <Tooltip label={t('week.addSpan')}>
          <ActionIcon
            variant="subtle"
            aria-label={`${t('week.addSpan')}: ${name}`}
            onClick={() => onChange([...spans, nextSpan(spans)])}
          >
            <IconPlus size={18} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={t('week.copyToAll')}>
          <ActionIcon variant="subtle" aria-label={`${t('week.copyToAll')}: ${name}`} onClick={onCopy}>
            <IconCopy size={17} />
          </ActionIcon>
        </Tooltip>
      </div>
    </fieldset>
  );
}

type Props = { value: Week; onChange(week: Week): void; error?: string };

/** The stretches of a week, day by day. */
export function WeekEditor({ value, onChange, error }: Props) {
  const { t, i18n } = useTranslation('hours');
  const wrong = wrongDays(value);
  const setDay = (day: number, spans: Span[]) =>
    onChange(value.map((old, place) => (place === day ? spans : old)));
  return (
    <div style={{ margin: '16px 0' }}>
      {weekOrder.map((day) => (
        <Day
          key={day}
          name={dayName(day, i18n.language)}
          spans={value[day] ?? []}
          wrong={wrong.has(day)}
          onChange={(spans) => setDay(day, spans)}
          onCopy={() =>
            onChange(value.map((old, place) => (place >= 1 && place <= 5 ? (value[day] ?? old) : old)))
          }
        />
      ))}
      {error && wrong.size > 0 ? (
        <Text size="sm" c="var(--danger)" role="alert">
          {error}
        </Text>
      ) : null}
      <Button
        variant="subtle"
        size="compact-sm"
        mt="xs"
        onClick={() => onChange(value.map(() => [{ from: '00:00', to: '00:00' }]))}
      >
        {t('week.wholeWeek')}
      </Button>
    </div>
  );
}
