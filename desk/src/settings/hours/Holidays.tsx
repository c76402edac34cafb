import { ActionIcon, Button, Select, TextInput } from '@mantine/core';
import { type OwnHoliday, putHolidays } from '@meada/contract/routes/hours';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { codeOf } from '../../api/problem.ts';
import { complain, complainOf, say } from '../../ui/toast.ts';
import { Pill, Section } from '../kit/Section.tsx';
import { today } from './day.ts';
import classes from './hours.module.css';
import { holidaysQuery, hoursAnew } from './queries.ts';
import { dayWords, holidayName } from './words.ts';

/** A line as it is typed: a full day, and whether it comes every year. */
type Line = { name: string; day: string; yearly: boolean; open: OwnHoliday['open'] };

const lineOf = ({ name, on, open }: OwnHoliday): Line => ({
  name,
  yearly: on.length === 5,
  day: on.length === 5 ? `2028-${on}` : on,
  open,
});
const holidayOf = ({ name, day, yearly, open }: Line): OwnHoliday => ({
  name: name.trim(),
  on: yearly ? day.slice(5) : day,
  open,
});

/** Half days: what is left of the day. */
const halves: Record<string, OwnHoliday['open']> = {
  closed: null,
  morning: { from: '00:00', to: '12:00' },
  afternoon: { from: '12:00', to: '24:00' },
};
const halfOf = (open: OwnHoliday['open']): string => {
  if (open === null) return 'closed';
  return open.from === '00:00' ? 'morning' : 'afternoon';
};

type LineProps = { line: Line; onChange(some: Partial<Line>): void; onRemove(): void };
function HolidayLine({ line, onChange, onRemove }: LineProps) {
  const { t } = useTranslation('hours');
  return (
    <li className={classes.line}>
      <TextInput
        className={classes.grow}
        aria-label={t('own.name')}
        placeholder={t('own.name')}
        maxLength={80}
        value={line.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        aria-label={t('own.day')}
        value={line.day}
        onChange={(event) => event.currentTarget.value && onChange({ day: event.currentTarget.value })}
      />
      <Select
        w={150}
        aria-label={t('own.repeats')}
        allowDeselect={false}
        data={[
          { value: 'yearly', label: t('own.yearly') },
          { value: 'once', label: t('own.once') },
        ]}
        value={line.yearly ? 'yearly' : 'once'}
        onChange={(value) => onChange({ yearly: value === 'yearly' })}
      />
      <Select
        w={170}
        aria-label={t('own.how')}
        allowDeselect={false}
        data={Object.keys(halves).map((value) => ({ value, label: t(`own.half.${value}`) }))}
        value={halfOf(line.open)}
        onChange={(value) => onChange({ open: halves[value ?? 'closed'] ?? null })}
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        c="var(--ink-soft)"
        aria-label={`${t('own.remove')}: ${line.name}`}
        onClick={onRemove}
      >
        <IconX size={17} />
      </ActionIcon>
    </li>
  );
}

/** The firm's own holidays, edited as a list. */
function OwnHolidays({ own }: { own: OwnHoliday[] }) {
  const { t } = useTranslation('hours');
  const [draft, setDraft] = useState<Line[] | null>(null);
  const lines = draft ?? own.map(lineOf);
  const save = useMutation({
    mutationFn: () => call(putHolidays, { body: { items: lines.map(holidayOf) } }),
    onSuccess: async () => {
      await hoursAnew();
      setDraft(null);
      say(t('saved'));
    },
    onError: (error) => (codeOf(error) === 'refused' ? complainOf(t('own.refused')) : complain(error)),
  });
  return (
    <>
      <ul className={classes.lines}>
        {lines.map((line, place) => (
          <HolidayLine
            // biome-ignore lint/suspicious/noArrayIndexKey: a line has no name but its place while it is edited
            key={place}
            line={line}
            onChange={(some) => setDraft(lines.with(place, { ...line, ...some }))}
            onRemove={() => setDraft(lines.toSpliced(place, 1))}
          />
        ))}
      </ul>
      <div className={classes.line} style={{ marginTop: 12 }}>
        <Button
          size="xs"
          variant="light"
          leftSection={<IconPlus size={15} />}
          onClick={() => setDraft([...lines, { name: '', day: today(), yearly: true, open: null }])}
        >
          {t('own.add')}
        </Button>
        {draft ? (
          <>
            <Button
              size="xs"
              loading={save.isPending}
              disabled={lines.some(({ name }) => name.trim() === '')}
              onClick={() => save.mutate()}
            >
              {t('own.save')}
            </Button>
            <Button
              size="xs"
              variant="subtle"
              color="gray"
              c="var(--ink-soft)"
              onClick={() => setDraft(null)}
            >
              {t('own.discard')}
            </Button>
          </>
        ) : null}
      </div>
    </>
  );
}

/** Holidays: the firm's own, and all that come within a year with their names. */
export function Holidays({ manages }: { manages: boolean }) {
  const { t, i18n } = useTranslation('hours');
  const { data } = useQuery(holidaysQuery);
  if (!data) return null;
  return (
    <>
      {manages ? (
        <Section title={t('own.title')} text={t('own.text')}>
          <OwnHolidays own={data.own} />
        </Section>
      ) : null}
      <Section title={t('coming.title')} text={t('coming.text')}>
        <ul className={classes.coming}>
          {data.coming.map((holiday) => (
            <li key={`${holiday.day} ${holiday.name}`}>
              <time dateTime={holiday.day}>{dayWords(holiday.day, i18n.language)}</time>
              <span data-faint={holiday.kind === 'optional' || undefined}>
                {holidayName(t, holiday)}{' '}
                {holiday.kind === 'national' ? null : <Pill>{t(`coming.${holiday.kind}`)}</Pill>}
              </span>
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
}
