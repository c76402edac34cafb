import { Anchor, NumberInput, Select, Switch, Textarea } from '@mantine/core';
import { changeInbox, type Inbox } from '@meada/contract/routes/inboxes';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { hoursQuery } from '../hours/queries.ts';
import { standingWords } from '../hours/words.ts';
import { FormFrame, useSavedForm } from '../kit/form.tsx';
import { Section } from '../kit/Section.tsx';
import { refresh } from '../queries.ts';

type HoursForm = { hoursId: string | null; awayMessage: string; callbackMinutes: number | null };

/** What is promised unless another time is chosen. */
const usualMinutes = 60;

type OfferProps = { minutes: number | null; onChange(minutes: number | null): void };

/** Whether a call is offered with the away message, and how soon after opening it is promised. */
function CallOffer({ minutes, onChange }: OfferProps) {
  const { t } = useTranslation('hours');
  return (
    <>
      <Switch
        mt="md"
        label={t('inbox.call')}
        description={t('inbox.callHelp')}
        checked={minutes !== null}
        onChange={(event) => onChange(event.currentTarget.checked ? usualMinutes : null)}
      />
      {minutes === null ? null : (
        <NumberInput
          mt="xs"
          maw={260}
          label={t('inbox.callMinutes')}
          min={5}
          max={6000}
          step={15}
          value={minutes}
          onChange={(typed) =>
            onChange(Math.min(6000, Math.max(5, Math.round(Number(typed) || usualMinutes))))
          }
        />
      )}
    </>
  );
}

/** By which hours it is attended, and what is said outside of them. */
export function HoursTab({ inbox }: { inbox: Inbox }) {
  const { t, i18n } = useTranslation('hours');
  const { data: all = [] } = useQuery(hoursQuery);
  const values = useMemo(
    ({ hoursId, awayMessage, callbackMinutes } = inbox): HoursForm => ({
      ...{ hoursId, awayMessage, callbackMinutes },
    }),
    [inbox],
  );
  const saved = useSavedForm<HoursForm>({
    values,
    done: t('saved'),
    save: async (body) => {
      await call(changeInbox, { params: { id: inbox.id }, body });
      await refresh(keys.inboxes, keys.settings);
    },
  });
  const { register, watch, setValue, formState } = saved.form;
  const chosen = all.find(({ id }) => id === watch('hoursId'));
  return (
    <Section title={t('inbox.title')} text={t('inbox.text')}>
      <FormFrame saved={saved}>
        <Select
          label={t('inbox.hours')}
          description={
            chosen
              ? standingWords(t, chosen.now, { zone: chosen.timeZone, locale: i18n.language })
              : undefined
          }
          maw={460}
          allowDeselect={false}
          data={[
            { value: 'always', label: t('inbox.always') },
            ...all.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={watch('hoursId') ?? 'always'}
          onChange={(id) => setValue('hoursId', id === 'always' ? null : id, { shouldDirty: true })}
        />
        <Anchor component={Link} to="/settings/$" params={{ _splat: 'hours' } as never} size="sm">
          {t('inbox.manage')}
        </Anchor>
        {watch('hoursId') ? (
          <Textarea
            label={t('inbox.away')}
            description={t('inbox.awayHelp')}
            placeholder={t('inbox.awayPlaceholder')}
            autosize
            minRows={3}
            maxRows={10}
            maxLength={2000}
            mt="md"
            error={formState.errors.awayMessage?.message}
            {...register('awayMessage')}
          />
        ) : null}
        {watch('hoursId') && watch('awayMessage').trim() ? (
          <CallOffer
            minutes={watch('callbackMinutes')}
            onChange={(minutes) => setValue('callbackMinutes', minutes, { shouldDirty: true })}
          />
        ) : null}
      </FormFrame>
    </Section>
  );
}
