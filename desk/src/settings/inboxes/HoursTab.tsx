import { SegmentedControl, Textarea } from '@mantine/core';
import { changeInbox, type Hours, type Inbox } from '@meada/contract/routes/inboxes';
import { useMemo } from 'react';
import { Controller } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { useMe } from '../../api/queries.ts';
import { FormFrame, useSavedForm } from '../kit/form.tsx';
import { Section } from '../kit/Section.tsx';
import { TimeZoneSelect } from '../kit/TimeZoneSelect.tsx';
import { refresh } from '../queries.ts';
import { stretchesOf, type Week, weekOf, wrongDays } from './hours.ts';
import { WeekEditor } from './WeekEditor.tsx';

type HoursForm = { limited: boolean; timeZone: string; week: Week; awayMessage: string };

/** A usual week of a shop, offered when opening hours are first switched on. */
const usualWeek: Hours['stretches'] = [1, 2, 3, 4, 5].map((day) => ({ day, from: '09:00', to: '18:00' }));

/** When people answer, and what is said when they do not. */
export function HoursTab({ inbox }: { inbox: Inbox }) {
  const { t } = useTranslation('settings');
  const zone = useMe().organisation.timeZone;
  const { hours } = inbox;
  const values = useMemo(
    (): HoursForm => ({
      limited: hours !== null,
      timeZone: hours?.timeZone ?? zone,
      week: weekOf(hours?.stretches ?? usualWeek),
      awayMessage: hours?.awayMessage ?? '',
    }),
    [hours, zone],
  );
  const saved = useSavedForm<HoursForm>({
    values,
    done: t('kit.saved'),
    save: async ({ limited, timeZone, week, awayMessage }) => {
      const next = limited ? { timeZone, stretches: stretchesOf(week), awayMessage } : null;
      await call(changeInbox, { params: { id: inbox.id }, body: { hours: next } });
      await refresh(keys.inboxes);
    },
  });
  const { control, register, watch, formState } = saved.form;
  return (
    <Section title={t('hours.title')} text={t('hours.text')}>
      <FormFrame saved={saved}>
        <Controller
          control={control}
          name="limited"
          render={({ field }) => (
            <SegmentedControl
              value={field.value ? 'limited' : 'always'}
              onChange={(value) => field.onChange(value === 'limited')}
              aria-label={t('hours.title')}
              data={[
                { value: 'always', label: t('hours.always') },
                { value: 'limited', label: t('hours.limited') },
              ]}
            />
          )}
        />
        {watch('limited') ? (
          <>
            <Controller
              control={control}
              name="week"
              rules={{ validate: (week) => wrongDays(week).size === 0 || t('hours.wrong') }}
              render={({ field, fieldState }) => (
                <WeekEditor value={field.value} onChange={field.onChange} error={fieldState.error?.message} />
              )}
            />
            <Controller
              control={control}
              name="timeZone"
              render={({ field, fieldState }) => (
                <TimeZoneSelect
                  value={field.value}
                  onChange={field.onChange}
                  label={t('hours.zone')}
                  error={fieldState.error?.message}
                />
              )}
            />
            <Textarea
              label={t('hours.away')}
              description={t('hours.awayHelp')}
              placeholder={t('hours.awayPlaceholder')}
              autosize
              minRows={3}
              maxRows={10}
              maxLength={2000}
              mt="md"
              error={formState.errors.awayMessage?.message}
              {...register('awayMessage')}
            />
          </>
        ) : null}
      </FormFrame>
    </Section>
  );
}
