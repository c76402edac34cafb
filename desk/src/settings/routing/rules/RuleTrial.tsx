import { Button, MultiSelect, NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import type { Priority } from '@meada/contract/routes/conversations';
import { type IntakeKind, type IntakeTrial, tryIntakeRules } from '@meada/contract/routes/intake';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormContext } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { call } from '../../../api/call.ts';
import { complain } from '../../../ui/toast.ts';
import classes from '../routing.module.css';
import { useNames } from '../useNames.ts';
import own from './rules.module.css';
import { useChoices } from './useRuleNames.ts';
import { languageName, type RulesValues } from './values.ts';

type Sample = {
  inboxId: string | null;
  kind: IntakeKind;
  text: string;
  labelIds: string[];
  segmentIds: string[];
  priority: Priority;
  loudness: number;
};
const fresh: Sample = {
  ...{ inboxId: null, kind: 'conversation', text: '', labelIds: [], segmentIds: [] },
  ...{ priority: 'normal', loudness: 0 },
};

/** Where it would go, and for each rule what kept it from counting. */
function Outcome({ trial, names }: { trial: IntakeTrial; names: readonly string[] }) {
  const { t, i18n } = useTranslation('intake');
  const { queues, skills } = useNames();
  const queue = trial.queueId ? (queues.get(trial.queueId) ?? '?') : null;
  const asked = trial.skills.map(({ skillId, level }) => `${skills.get(skillId) ?? '?'} ≥ ${level}`);
  return (
    <div className={own.outcome} aria-live="polite">
      <p className={own.verdict}>{queue ? t('try.queue', { queue }) : t('try.none')}</p>
      <p>
        {trial.rule === null ? t('try.noRule') : t('try.rule', { name: names[trial.rule] ?? '' })}
        {asked.length > 0 ? ` ${t('try.skills', { skills: asked.join(', ') })}` : ''}
        {trial.weight > 1 ? ` ${t('try.weight', { count: trial.weight })}` : ''}
      </p>
      {trial.language ? (
        <p>
          {t(`try.language.${trial.languageFrom}`, {
            language: languageName(trial.language, i18n.language),
          })}
        </p>
      ) : null}
      <ol className={own.why}>
        {trial.rules.map(({ missing }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rules are known by their place
          <li key={at} data-counts={trial.rule === at || undefined}>
            <b>{names[at]}</b>{' '}
            {missing === null
              ? t('try.off')
              : missing.length > 0
                ? t('try.missing', { conditions: missing.map((one) => t(`condition.${one}`)).join(', ') })
                : trial.rule === at
                  ? t('try.counts')
                  : t('try.later')}
          </li>
        ))}
      </ol>
    </div>
  );
}

type PartProps = { sample: Sample; onChange: (sample: Sample) => void };
function MadeUp({ sample, onChange }: PartProps) {
  const { t } = useTranslation('intake');
  const choices = useChoices();
  const set = (part: Partial<Sample>) => onChange({ ...sample, ...part });
  return (
    <>
      <Textarea
        label={t('try.text')}
        autosize
        minRows={2}
        maxRows={6}
        maxLength={2000}
        value={sample.text}
        onChange={(event) => set({ text: event.currentTarget.value })}
      />
      <Select
        label={t('try.inbox')}
        placeholder={t('condition.any')}
        clearable
        data={choices.inboxIds}
        value={sample.inboxId}
        onChange={(inboxId) => set({ inboxId })}
      />
      {(['labelIds', 'segmentIds'] as const)
        .filter((name) => choices[name].length > 0)
        .map((name) => (
          <MultiSelect
            key={name}
            label={t(`condition.${name}`)}
            data={choices[name]}
            searchable
            value={sample[name]}
            onChange={(chosen) => set({ [name]: chosen })}
          />
        ))}
      <div className={own.pair}>
        <Select
          label={t('condition.kinds')}
          allowDeselect={false}
          data={choices.kinds}
          value={sample.kind}
          onChange={(kind) => set({ kind: kind as IntakeKind })}
        />
        <Select
          label={t('try.priority')}
          allowDeselect={false}
          data={choices.priorities}
          value={sample.priority}
          onChange={(priority) => set({ priority: priority as Priority })}
        />
        <NumberInput
          label={t('try.loudness')}
          min={0}
          max={100}
          value={sample.loudness}
          onChange={(next) => set({ loudness: Math.min(100, Math.max(0, Math.round(Number(next) || 0))) })}
        />
      </div>
    </>
  );
}

/** Which queue a conversation would go to by the rules as they stand on the screen, and why. */
export function RuleTrial() {
  const { t } = useTranslation('intake');
  const { getValues } = useFormContext<RulesValues>();
  const [protocol, setProtocol] = useState('');
  const [sample, setSample] = useState(fresh);
  const attempt = useMutation({
    mutationFn: async () => {
      const { items } = getValues();
      const named = items.map((one, at) => ({ ...one, name: one.name.trim() || `${at + 1}` }));
      const body = { items: named, protocol: protocol.trim() || null, sample };
      return { trial: await call(tryIntakeRules, { body }), names: named.map(({ name }) => name) };
    },
    onError: complain,
  });
  return (
    <aside className={`${classes.preview} ${own.trial}`} aria-label={t('try.title')}>
      <h2>{t('try.title')}</h2>
      <p>{t('try.explain')}</p>
      {attempt.data ? <Outcome {...attempt.data} /> : null}
      <TextInput
        label={t('try.protocol')}
        placeholder={t('try.protocolExample')}
        maxLength={40}
        value={protocol}
        onChange={(event) => setProtocol(event.currentTarget.value)}
      />
      {protocol.trim() ? null : <MadeUp sample={sample} onChange={setSample} />}
      <Button fullWidth mt="sm" loading={attempt.isPending} onClick={() => attempt.mutate()}>
        {t('try.action')}
      </Button>
    </aside>
  );
}
