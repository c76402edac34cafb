import { SegmentedControl, Select, Switch, TextInput } from '@mantine/core';
import {
  changeHours,
  createHours,
  type Hours,
  type HoursInput,
  type KeptHolidays,
  previewHours,
} from '@meada/contract/routes/hours';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { useMe } from '../../api/queries.ts';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { useSettled } from '../../ui/time.ts';
import { FormFrame, useSavedForm } from '../kit/form.tsx';
import { Section } from '../kit/Section.tsx';
import { TimeZoneSelect } from '../kit/TimeZoneSelect.tsx';
import { Exceptions } from './Exceptions.tsx';
import classes from './hours.module.css';
import { hoursAnew } from './queries.ts';
import { WeekEditor } from './WeekEditor.tsx';
import { WeekGrid } from './WeekGrid.tsx';
import { stretchesOf, type Week, weekOf, wrongDays } from './week.ts';
import { standingWords } from './words.ts';

type HoursForm = Omit<HoursInput, 'week'> & { always: boolean; week: Week };

/** A usual week of a shop, offered to new hours. */
const usualWeek = [1, 2, 3, 4, 5].map((day) => ({ day, from: '09:00', to: '18:00' }));

const inputOf = ({ always, week, ...rest }: HoursForm): HoursInput => ({
  ...rest,
  name: rest.name.trim(),
  week: always ? [] : stretchesOf(week),
});

/** How what stands in the form would be now. */
function Now({ form }: { form: HoursForm }) {
  const { t, i18n } = useTranslation('hours');
  const ready =
    form.always || (wrongDays(form.week).size === 0 && form.week.some((spans) => spans.length > 0));
  const body = useSettled(JSON.stringify({ ...inputOf(form), name: 'x' }), 400);
  const { data } = useQuery({
    queryKey: [...keys.settings, 'hours preview', body],
    queryFn: ({ signal }) => call(previewHours, { body: JSON.parse(body) as HoursInput }, { signal }),
    enabled: ready,
    placeholderData: (before) => before,
  });
  if (!data || !ready) return null;
  return (
    <output className={classes.now} data-open={data.open}>
      {standingWords(t, data, { zone: form.timeZone, locale: i18n.language })}
    </output>
  );
}

function useHoursForm(hours: Hours | null) {
  const { t } = useTranslation('hours');
  const zone = useMe().organisation.timeZone;
  const navigate = useNavigate();
  const values = useMemo(
    (): HoursForm => ({
      name: hours?.name ?? '',
      timeZone: hours?.timeZone ?? zone,
      always: hours?.week.length === 0,
      week: weekOf(hours && hours.week.length > 0 ? hours.week : usualWeek),
      holidays: hours?.holidays ?? 'national',
      ownHolidays: hours?.ownHolidays ?? true,
      exceptions: hours?.exceptions ?? [],
    }),
    [hours, zone],
  );
  return useSavedForm<HoursForm>({
    values,
    done: t('saved'),
    save: async (form) => {
      const body = inputOf(form);
      await (hours ? call(changeHours, { params: { id: hours.id }, body }) : call(createHours, { body }));
      await hoursAnew();
      if (!hours)
        setTimeout(() => void navigate({ to: '/settings/$', params: { _splat: 'hours' } as never }));
    },
  });
}

/** One thing hours: the week on a grid and to the minute, holidays, dated exceptions, and how they stand now. */
export function HoursEditor({ hours }: { hours: Hours | null }) {
  const { t } = useTranslation('hours');
  const saved = useHoursForm(hours);
  const { register, watch, setValue, formState } = saved.form;
  const form = watch();
  const set = <K extends keyof HoursForm>(name: K, value: HoursForm[K]) =>
    setValue(name, value as never, { shouldDirty: true, shouldValidate: formState.isSubmitted });
  register('week', {
    validate: (week, all) => {
      if (all.always) return true;
      if (!week.some((spans) => spans.length > 0)) return t('week.empty');
      return wrongDays(week).size === 0 || t('week.wrong');
    },
  });
  return (
    <>
      <PageHeader title={hours?.name ?? t('add')}>
        <Now form={form} />
      </PageHeader>
      <FormFrame saved={saved} fresh={!hours}>
        <Section>
          <div className={classes.two}>
            <TextInput
              label={t('name')}
              placeholder={t('namePlaceholder')}
              maxLength={80}
              error={formState.errors.name?.message}
              {...register('name', { validate: (name) => name.trim() !== '' || t('nameNeeded') })}
            />
            <TimeZoneSelect
              value={form.timeZone}
              onChange={(zone) => set('timeZone', zone)}
              label={t('zone')}
            />
          </div>
        </Section>
        <Section title={t('week.title')} text={form.always ? t('week.alwaysText') : t('grid.text')}>
          <SegmentedControl
            value={form.always ? 'always' : 'week'}
            onChange={(value) => set('always', value === 'always')}
            aria-label={t('week.title')}
            data={[
              { value: 'week', label: t('week.byWeek') },
              { value: 'always', label: t('week.always') },
            ]}
          />
          {form.always ? null : (
            <>
              <WeekGrid value={form.week} onChange={(week) => set('week', week)} />
              <WeekEditor
                value={form.week}
                onChange={(week) => set('week', week)}
                error={formState.errors.week?.message as string | undefined}
              />
            </>
          )}
        </Section>
        <Section title={t('holidays.title')} text={t('holidays.kept')}>
          <div className={classes.two}>
            <Select
              label={t('holidays.brazil')}
              allowDeselect={false}
              data={(['national', 'optional', 'none'] as const).map((value) => ({
                value,
                label: t(`holidays.keep.${value}`),
              }))}
              value={form.holidays}
              onChange={(value) => set('holidays', value as KeptHolidays)}
            />
            <Switch
              mt={30}
              label={t('holidays.own')}
              checked={form.ownHolidays}
              onChange={(event) => set('ownHolidays', event.currentTarget.checked)}
            />
          </div>
        </Section>
        <Section title={t('exceptions.title')} text={t('exceptions.text')}>
          <Exceptions value={form.exceptions} onChange={(list) => set('exceptions', list)} />
        </Section>
      </FormFrame>
    </>
  );
}
