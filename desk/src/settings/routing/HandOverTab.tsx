import {
  putRoutingSettings,
  type RoutingSettings,
  readRoutingSettings,
} from '@meada/contract/routes/hand-over';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Controller } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { ListLoading } from '../../ui/Loading.tsx';
import { ErrorState } from '../../ui/States.tsx';
import { FormFrame, useSavedForm } from '../kit/form.tsx';
import kit from '../kit/kit.module.css';
import { Section } from '../kit/Section.tsx';
import { refresh } from '../queries.ts';
import { Span } from './SpanField.tsx';

const settingsQuery = queryOptions({
  queryKey: [...keys.routing, 'settings'],
  queryFn: ({ signal }) => call(readRoutingSettings, undefined, { signal }),
});

/** What the server takes (s). */
const bounds = { askSeconds: [15, 3600], lookSeconds: [30, 86_400] } as const;

function TimesForm({ settings }: { settings: RoutingSettings }) {
  const { t } = useTranslation(['routing', 'settings']);
  const saved = useSavedForm<RoutingSettings>({
    values: settings,
    done: t('settings:kit.saved'),
    save: async (body) => {
      await call(putRoutingSettings, { body });
      await refresh(keys.routing);
    },
  });
  return (
    <Section title={t('handOver.title')} text={t('handOver.text')}>
      <FormFrame saved={saved}>
        <div className={kit.fields}>
          {(['askSeconds', 'lookSeconds'] as const).map((name) => (
            <Controller
              key={name}
              control={saved.form.control}
              name={`handOver.${name}`}
              rules={{ min: bounds[name][0], max: bounds[name][1] }}
              render={({ field, fieldState }) => (
                <Span
                  label={t(`handOver.${name}`)}
                  text={t(`handOver.${name}Text`)}
                  seconds={field.value}
                  onChange={field.onChange}
                  error={fieldState.error ? t(`handOver.${name}Bounds`) : undefined}
                />
              )}
            />
          ))}
        </div>
      </FormFrame>
    </Section>
  );
}

/** How long it is asked when somebody wants to hand a conversation over. */
export function HandOverTab() {
  const { data, error, refetch } = useQuery(settingsQuery);
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return data ? <TimesForm settings={data} /> : <ListLoading rows={2} />;
}
