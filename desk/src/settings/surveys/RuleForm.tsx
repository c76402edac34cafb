import { Button, Group, MultiSelect, NumberInput, Select, Stack, Switch, Textarea } from '@mantine/core';
import type { Locale } from '@meada/contract/primitives';
import { type SurveyRule, saveSurveyRule } from '@meada/contract/routes/surveys';
import { ratingsOf, ratingTitle, type SurveyScale } from '@meada/contract/surveys';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { useLabels, useMe } from '../../api/queries.ts';
import classes from '../../surveys/surveys.module.css';
import { complain, say } from '../../ui/toast.ts';
import { withGone } from '../kit/gone.ts';
import { Templates } from './Templates.tsx';

const locales = ['pt-BR', 'en', 'es'] as const satisfies readonly Locale[];
const scales = ['faces', 'stars', 'thumbs'] as const satisfies readonly SurveyScale[];
const delays = [0, 5, 15, 60, 240, 1440] as const;
const longest = 600;

/** What the customer reads, as the rule stands. */
function Preview({ rule }: { rule: SurveyRule }) {
  const { t, i18n } = useTranslation('surveys');
  const locale = i18n.language as Locale;
  const me = useMe();
  const text = rule.questions[locale]
    .replace(/\{firm\}/g, () => me.organisation.name)
    .replace(/\{name\}/g, () => t('form.sampleName'));
  return (
    <section className={classes.preview} aria-label={t('form.preview')}>
      <p>{text}</p>
      {ratingsOf(rule.scale)
        .reverse()
        .map((rating) => (
          <span key={rating}>{ratingTitle(rule.scale, rating, locale)}</span>
        ))}
    </section>
  );
}

function Questions({ rule, set }: { rule: SurveyRule; set(some: Partial<SurveyRule>): void }) {
  const { t } = useTranslation('surveys');
  return (
    <>
      {locales.map((locale) => (
        <Textarea
          key={locale}
          label={t('form.question', { language: t(`form.in.${locale}`) })}
          description={locale === 'pt-BR' ? t('form.places', { name: '{name}', firm: '{firm}' }) : undefined}
          autosize
          minRows={1}
          maxRows={5}
          required
          maxLength={longest}
          error={rule.questions[locale].trim() ? undefined : t('form.required')}
          value={rule.questions[locale]}
          onChange={({ currentTarget: { value } }) =>
            set({ questions: { ...rule.questions, [locale]: value } })
          }
        />
      ))}
    </>
  );
}

function Timing({ rule, set }: { rule: SurveyRule; set(some: Partial<SurveyRule>): void }) {
  const { t } = useTranslation('surveys');
  const known = delays.some((one) => one === rule.delayMinutes) ? delays : [...delays, rule.delayMinutes];
  return (
    <Group grow align="flex-start" preventGrowOverflow={false} wrap="wrap">
      <Select
        label={t('form.delay')}
        allowDeselect={false}
        data={known.map((one) => ({
          value: String(one),
          label: t(`delay.${one}`, { defaultValue: `${one} min` }),
        }))}
        value={String(rule.delayMinutes)}
        onChange={(value) => set({ delayMinutes: Number(value ?? 5) })}
      />
      <Select
        label={t('form.scale')}
        allowDeselect={false}
        data={scales.map((one) => ({ value: one, label: t(`scale.${one}`) }))}
        value={rule.scale}
        onChange={(value) => set({ scale: (value ?? 'faces') as SurveyScale })}
      />
      <NumberInput
        label={t('form.pause')}
        description={t('form.pauseText')}
        min={0}
        max={365}
        allowDecimal={false}
        value={rule.pauseDays}
        onChange={(value) => set({ pauseDays: typeof value === 'number' ? value : 0 })}
      />
    </Group>
  );
}

type Props = { rule: SurveyRule; title?: string; onDone?(): void };

/** One rule: on or off, when, how, in which words. */
export function RuleForm({ rule: given, title, onDone }: Props) {
  const { t } = useTranslation(['surveys', 'settings']);
  const client = useQueryClient();
  const labels = useLabels();
  const [changed, setChanged] = useState<Partial<SurveyRule>>({});
  const rule = { ...given, ...changed };
  const set = (some: Partial<SurveyRule>) => setChanged({ ...changed, ...some });
  const save = useMutation({
    mutationFn: () => {
      const { id: _, ...body } = rule;
      return call(saveSurveyRule, { body });
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.surveys });
      setChanged({});
      say(t('form.saved'));
      onDone?.();
    },
    onError: complain,
  });
  const lacks = locales.some((locale) => rule.questions[locale].trim() === '');
  return (
    <Stack gap="md" mt={title ? 'md' : undefined}>
      {title ? <strong>{title}</strong> : null}
      <Switch
        label={t('form.active')}
        checked={rule.active}
        onChange={(event) => set({ active: event.currentTarget.checked })}
      />
      <Timing rule={rule} set={set} />
      <Questions rule={rule} set={set} />
      <Preview rule={rule} />
      <Switch
        label={t('form.comments')}
        checked={rule.comments}
        onChange={(event) => set({ comments: event.currentTarget.checked })}
      />
      {labels.length + rule.labelIds.length > 0 ? (
        <MultiSelect
          label={t('form.labels')}
          description={t('form.labelsText')}
          data={withGone(
            labels.map(({ id, name }) => ({ value: id, label: name })),
            rule.labelIds,
            t('settings:kit.gone'),
          )}
          value={rule.labelIds}
          onChange={(labelIds) => set({ labelIds })}
          clearable
          searchable
        />
      ) : null}
      <Templates rule={rule} set={(templates) => set({ templates })} />
      <Group justify="flex-end" gap="sm">
        {onDone ? (
          <Button variant="default" onClick={onDone}>
            {t('common:cancel')}
          </Button>
        ) : null}
        <Button
          loading={save.isPending}
          disabled={lacks || (given.id !== null && Object.keys(changed).length === 0)}
          onClick={() => save.mutate()}
        >
          {t('form.save')}
        </Button>
      </Group>
    </Stack>
  );
}
