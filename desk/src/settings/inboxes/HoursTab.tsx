import { Anchor, Select, Textarea } from '@mantine/core';
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

type HoursForm = { hoursId: string | null; awayMessage: string };

/** By which hours it is attended, and what is said outside of them. */
export function HoursTab({ inbox }: { inbox: Inbox }) {
  const { t, i18n } = useTranslation('hours');
  const { data: all = [] } = useQuery(hoursQuery);
  const values = useMemo(
    (): HoursForm => ({ hoursId: inbox.hoursId, awayMessage: inbox.awayMessage }),
    [inbox.hoursId, inbox.awayMessage],
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
      </FormFrame>
    </Section>
  );
}
