import { Anchor, Select, Textarea } from '@mantine/core';
import type { Queue } from '@meada/contract/routes/routing';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Controller, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { hoursQuery } from '../hours/queries.ts';
import { standingWords } from '../hours/words.ts';
import kit from '../kit/kit.module.css';
import { Section } from '../kit/Section.tsx';
import type { QueueValues } from './queue-values.ts';

/** What stands for "none" in a list of choices. */
const none = 'none';

/** When the queue is attended, who has its contacts meanwhile, and what customers are told. */
export function QueueHours({ queues }: { queues: readonly Queue[] }) {
  const { t, i18n } = useTranslation(['routing', 'hours']);
  const { t: ofHours } = useTranslation('hours');
  const { data: all = [] } = useQuery(hoursQuery);
  const hoursId = useWatch<QueueValues, 'hoursId'>({ name: 'hoursId' });
  const chosen = all.find(({ id }) => id === hoursId);
  const place = { zone: chosen?.timeZone ?? 'UTC', locale: i18n.language };
  return (
    <Section title={t('attended.title')} text={t('attended.text')}>
      <div className={kit.fields}>
        <Controller<QueueValues, 'hoursId'>
          name="hoursId"
          render={({ field: { ref: _ref, value, onChange, ...field } }) => (
            <div>
              <Select
                {...field}
                label={t('attended.hours')}
                description={chosen ? standingWords(ofHours, chosen.now, place) : t('attended.hoursText')}
                allowDeselect={false}
                data={[
                  { value: none, label: t('attended.always') },
                  ...all.map(({ id, name }) => ({ value: id, label: name })),
                ]}
                value={value ?? none}
                onChange={(id) => onChange(id === none ? null : id)}
              />
              <Anchor component={Link} to="/settings/$" params={{ _splat: 'hours' } as never} size="sm">
                {t('hours:inbox.manage')}
              </Anchor>
            </div>
          )}
        />
        {hoursId ? (
          <>
            <Controller<QueueValues, 'afterHoursId'>
              name="afterHoursId"
              render={({ field: { ref: _ref, value, onChange, ...field } }) => (
                <Select
                  {...field}
                  label={t('attended.after')}
                  description={t('attended.afterText')}
                  allowDeselect={false}
                  data={[
                    { value: none, label: t('attended.wait') },
                    ...queues.map(({ id, name }) => ({ value: id, label: name })),
                  ]}
                  value={value ?? none}
                  onChange={(id) => onChange(id === none ? null : id)}
                />
              )}
            />
            <Controller<QueueValues, 'awayMessage'>
              name="awayMessage"
              render={({ field }) => (
                <Textarea
                  {...field}
                  className={kit.wide}
                  label={t('attended.away')}
                  description={t('attended.awayText')}
                  placeholder={t('hours:inbox.awayPlaceholder')}
                  autosize
                  minRows={2}
                  maxRows={8}
                  maxLength={2000}
                />
              )}
            />
          </>
        ) : null}
      </div>
    </Section>
  );
}

/** Its hours, and what becomes of contacts outside of them, in words. */
export function useHoursWords(queues: ReadonlyMap<string, string>): string[] {
  const { t } = useTranslation('routing');
  const { data: all = [] } = useQuery(hoursQuery);
  const [hoursId, afterId] = useWatch<QueueValues, ['hoursId', 'afterHoursId']>({
    name: ['hoursId', 'afterHoursId'],
  });
  if (!hoursId) return [];
  const name = all.find(({ id }) => id === hoursId)?.name ?? '…';
  const queue = afterId ? (queues.get(afterId) ?? '…') : null;
  return [queue ? t('preview.afterHours', { name, queue }) : t('preview.hours', { name })];
}
