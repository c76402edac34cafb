import { ActionIcon, Button, Switch } from '@mantine/core';
import { putIntakeRules } from '@meada/contract/routes/intake';
import {
  IconArrowDown,
  IconArrowUp,
  IconChevronDown,
  IconGripVertical,
  IconPlus,
  IconTrash,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type DragEvent, useMemo, useState } from 'react';
import { Controller, FormProvider, useFieldArray, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { call } from '../../../api/call.ts';
import { keys } from '../../../api/keys.ts';
import { ListLoading } from '../../../ui/Loading.tsx';
import { ErrorState } from '../../../ui/States.tsx';
import { FormFrame, useSavedForm } from '../../kit/form.tsx';
import { Section } from '../../kit/Section.tsx';
import { refresh } from '../../queries.ts';
import routing from '../routing.module.css';
import { RuleFields } from './RuleFields.tsx';
import { RuleTrial } from './RuleTrial.tsx';
import own from './rules.module.css';
import { useRuleWords } from './useRuleNames.ts';
import { freshRule, type RulesValues, rulesQuery } from './values.ts';

const most = 100;
/** Stands for the one that was made last, whose id is not known before it is drawn. */
const newest = 'newest';

type RowProps = {
  at: number;
  last: boolean;
  open: boolean;
  onOpen: () => void;
  onMove: (from: number, to: number) => void;
  onRemove: () => void;
};

/** One rule: its place, what it does in a sentence, and everything of it when opened. */
function RuleRow({ at, last, open, onOpen, onMove, onRemove }: RowProps) {
  const { t } = useTranslation('intake');
  const rule = useWatch<RulesValues, `items.${number}`>({ name: `items.${at}` });
  const words = useRuleWords();
  if (!rule) return null;
  const name = rule.name.trim() || t('unnamed');
  const drop = (event: DragEvent) => {
    event.preventDefault();
    const from = Number.parseInt(event.dataTransfer.getData('text/plain'), 10);
    if (Number.isInteger(from) && from !== at) onMove(from, at);
  };
  const arrow = (to: number, label: string, Icon: typeof IconArrowUp) => (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      disabled={to < 0 || (to > at && last)}
      onClick={() => onMove(at, to)}
      aria-label={label}
    >
      <Icon size={17} />
    </ActionIcon>
  );
  return (
    <li
      className={own.rule}
      data-off={!rule.active || undefined}
      onDragOver={(event) => event.preventDefault()}
      onDrop={drop}
    >
      <div className={own.head}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrows beside it do the same by keyboard */}
        <span
          className={own.grip}
          draggable
          title={t('drag')}
          onDragStart={(event) => event.dataTransfer.setData('text/plain', String(at))}
        >
          <IconGripVertical size={16} aria-hidden />
        </span>
        <span className={own.place}>{at + 1}</span>
        <button type="button" className={own.what} aria-expanded={open} onClick={onOpen}>
          <span>
            <b>{name}</b>
            <small>{words(rule)}</small>
          </span>
          <IconChevronDown className={own.chevron} data-open={open || undefined} size={17} aria-hidden />
        </button>
        <Controller<RulesValues, `items.${number}.active`>
          name={`items.${at}.active`}
          render={({ field: { value, ref: _ref, ...field } }) => (
            <Switch {...field} checked={value} aria-label={t('active', { name })} />
          )}
        />
        {arrow(at - 1, t('up', { name }), IconArrowUp)}
        {arrow(at + 1, t('down', { name }), IconArrowDown)}
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          onClick={onRemove}
          aria-label={t('remove', { name })}
        >
          <IconTrash size={17} />
        </ActionIcon>
      </div>
      {open ? <RuleFields at={at} /> : null}
    </li>
  );
}

function RulesForm({ values }: { values: RulesValues }) {
  const { t } = useTranslation(['intake', 'settings']);
  const saved = useSavedForm<RulesValues>({
    values,
    done: t('settings:kit.saved'),
    save: async ({ items }) => {
      await call(putIntakeRules, { body: { items } });
      await refresh(keys.routing);
    },
  });
  const { control } = saved.form;
  const { fields, append, remove, move } = useFieldArray({ control, name: 'items' });
  const [open, setOpen] = useState<string | null>(null);
  /** A new rule is there to be filled in: it opens, and its name has the focus. */
  const add = () => {
    append(freshRule(t('fresh', { n: fields.length + 1 })));
    setOpen(newest);
  };
  const isOpen = (id: string, at: number) => open === id || (open === newest && at === fields.length - 1);
  return (
    <FormProvider {...saved.form}>
      <div className={routing.beside}>
        <FormFrame saved={saved}>
          <Section title={t('title')} text={t('text')}>
            {fields.length === 0 ? <p className={routing.sentence}>{t('none')}</p> : null}
            <ol className={own.rules}>
              {fields.map((field, at) => (
                <RuleRow
                  key={field.id}
                  at={at}
                  last={at === fields.length - 1}
                  open={isOpen(field.id, at)}
                  onOpen={() => setOpen(isOpen(field.id, at) ? null : field.id)}
                  onMove={move}
                  onRemove={() => remove(at)}
                />
              ))}
            </ol>
            <p className={own.rest}>{t('rest')}</p>
            <Button
              variant="light"
              leftSection={<IconPlus size={16} />}
              disabled={fields.length >= most}
              onClick={add}
            >
              {t('add')}
            </Button>
          </Section>
        </FormFrame>
        <RuleTrial />
      </div>
    </FormProvider>
  );
}

/** Which queue work enters, beside what its inbox says. */
export function RulesTab() {
  const { data, error, refetch } = useQuery(rulesQuery);
  const values = useMemo(() => data && { items: data }, [data]);
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!values) return <ListLoading rows={4} />;
  return <RulesForm values={values} />;
}
