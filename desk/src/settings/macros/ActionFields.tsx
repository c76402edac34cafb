import { MultiSelect, Select, TextInput } from '@mantine/core';
import type { MacroAction } from '@meada/contract/macros';
import type { Priority } from '@meada/contract/routes/conversations';
import { listFields } from '@meada/contract/routes/fields';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { useCanned, useLabels, usePeople, useTeams } from '../../api/queries.ts';
import { WordsField } from '../canned/WordsField.tsx';
import { withGone } from '../kit/gone.ts';
import classes from './macros.module.css';

export type Of<K extends MacroAction['kind']> = {
  action: Extract<MacroAction, { kind: K }>;
  onChange(action: Extract<MacroAction, { kind: K }>): void;
};
const named = (list: readonly { id: string; name: string }[]) =>
  list.map(({ id, name }) => ({ value: id, label: name }));

const isLost = (list: readonly { id: string }[], id: string | undefined): boolean =>
  id !== undefined && !list.some((one) => one.id === id);

export function ReplyFields({ action, onChange }: Of<'reply'>) {
  const { t } = useTranslation('macros');
  const canned = useCanned();
  return (
    <>
      <Select
        label={t('form.canned')}
        placeholder={t('form.ownWords')}
        searchable
        clearable
        data={canned.map(({ id, title, shortcut }) => ({ value: id, label: `${title} (/${shortcut})` }))}
        value={action.cannedId ?? null}
        onChange={(cannedId) =>
          onChange({ kind: 'reply', text: '', html: null, ...(cannedId ? { cannedId } : {}) })
        }
      />
      {action.cannedId ? null : (
        <WordsField
          words={action}
          label={t('form.words')}
          onChange={(some) => onChange({ ...action, ...some })}
        />
      )}
    </>
  );
}

export function NoteFields({ action, onChange }: Of<'note'>) {
  const { t } = useTranslation('macros');
  return (
    <WordsField
      words={{ text: action.text, html: null }}
      rich={false}
      label={t('form.note')}
      onChange={({ text }) => onChange({ ...action, text: text ?? '' })}
    />
  );
}

export function AssignFields({ action, onChange }: Of<'assign'>) {
  const { t } = useTranslation(['macros', 'settings']);
  const everybody = usePeople();
  const people = everybody.filter((person) => person.active);
  const teams = useTeams();
  const { assigneeId, teamId } = action;
  const left = everybody.find(({ id, active }) => id === assigneeId && !active);
  const gone = t('settings:kit.gone');
  const leftName = left ? t('inactive', { name: left.name }) : gone;
  const ways = ['me', 'nobody', 'person', 'team'] as const;
  return (
    <div className={classes.row}>
      <Select
        label={t('form.assign')}
        allowDeselect={false}
        data={ways.map((value) => ({ value, label: t(`form.to.${value}`) }))}
        value={action.to}
        onChange={(to) => onChange({ kind: 'assign', to: (to ?? 'me') as 'me' })}
      />
      {action.to === 'person' ? (
        <Select
          label={t('form.to.person')}
          searchable
          data={withGone(named(people), assigneeId ? [assigneeId] : [], leftName)}
          error={isLost(people, assigneeId) ? t(left ? 'form.inactivePerson' : 'form.gonePerson') : undefined}
          value={assigneeId ?? null}
          onChange={(id) => onChange({ kind: 'assign', to: 'person', ...(id ? { assigneeId: id } : {}) })}
        />
      ) : null}
      {action.to === 'team' ? (
        <Select
          label={t('form.to.team')}
          searchable
          data={withGone(named(teams), teamId ? [teamId] : [], gone)}
          error={isLost(teams, teamId) ? t('form.goneTeam') : undefined}
          value={teamId ?? null}
          onChange={(id) => onChange({ kind: 'assign', to: 'team', ...(id ? { teamId: id } : {}) })}
        />
      ) : null}
    </div>
  );
}

export function LabelsFields({ action, onChange }: Of<'labels'>) {
  const { t } = useTranslation(['macros', 'settings']);
  const labels = useLabels();
  return (
    <div className={classes.row}>
      <Select
        label={t('form.labels')}
        allowDeselect={false}
        data={(['add', 'remove'] as const).map((value) => ({ value, label: t(`form.mode.${value}`) }))}
        value={action.mode}
        onChange={(mode) => onChange({ ...action, mode: (mode ?? 'add') as 'add' })}
      />
      <MultiSelect
        label={t('form.which')}
        searchable
        data={withGone(named(labels), action.labelIds, t('settings:kit.gone'))}
        value={action.labelIds}
        onChange={(labelIds) => onChange({ ...action, labelIds })}
      />
    </div>
  );
}

export function PriorityFields({ action, onChange }: Of<'priority'>) {
  const { t } = useTranslation('macros');
  return (
    <Select
      label={t('form.priority')}
      allowDeselect={false}
      data={(['low', 'normal', 'high', 'urgent'] as const).map((value) => ({
        value,
        label: t('does.priority', { priority: t(`priority.${value}`) }),
      }))}
      value={action.priority}
      onChange={(value) => onChange({ kind: 'priority', priority: (value ?? 'normal') as Priority })}
    />
  );
}

export function FollowFields({ action, onChange }: Of<'follow'>) {
  const { t } = useTranslation('macros');
  return (
    <Select
      label={t('form.follow')}
      allowDeselect={false}
      data={[
        { value: 'yes', label: t('does.follow') },
        { value: 'no', label: t('does.unfollow') },
      ]}
      value={action.follow ? 'yes' : 'no'}
      onChange={(value) => onChange({ kind: 'follow', follow: value === 'yes' })}
    />
  );
}

export function FieldFields({ action, onChange }: Of<'field'>) {
  const { t } = useTranslation('macros');
  const fields = useQuery({
    queryKey: ['settings', 'fields', 'conversation'],
    queryFn: ({ signal }) =>
      call(listFields, { query: { subject: 'conversation' } }, { signal }).then((list) => list.items),
  }).data;
  const field = fields?.find(({ name }) => name === action.name);
  const choices = field?.choices.filter((one) => !one.archived) ?? [];
  const options =
    field?.type === 'boolean'
      ? [
          { value: 'true', label: t('form.yes') },
          { value: 'false', label: t('form.no') },
        ]
      : choices.map(({ name, label }) => ({ value: name, label }));
  const isMany = field?.type === 'choices';
  const put = (text: string | null) => {
    if (text === null || text === '') return onChange({ ...action, value: null });
    if (field?.type === 'boolean') return onChange({ ...action, value: text === 'true' });
    const isNumber = field?.type === 'number' || field?.type === 'money';
    onChange({ ...action, value: isMany ? [text] : isNumber ? Number(text) : text });
  };
  const value = Array.isArray(action.value) ? (action.value[0] ?? '') : String(action.value ?? '');
  return (
    <div className={classes.row}>
      <Select
        label={t('form.field')}
        placeholder={fields?.length === 0 ? t('form.noFields') : undefined}
        data={(fields ?? [])
          .filter((one) => one.archivedAt === null)
          .map(({ name, label }) => ({ value: name, label }))}
        value={action.name || null}
        onChange={(name) => onChange({ kind: 'field', name: name ?? '', value: null })}
      />
      {options.length > 0 ? (
        <Select label={t('form.value')} clearable data={options} value={value || null} onChange={put} />
      ) : (
        <TextInput
          label={t('form.value')}
          type={
            field?.type === 'date'
              ? 'date'
              : field?.type === 'number' || field?.type === 'money'
                ? 'number'
                : 'text'
          }
          value={value}
          onChange={(event) => put(event.currentTarget.value)}
        />
      )}
    </div>
  );
}
