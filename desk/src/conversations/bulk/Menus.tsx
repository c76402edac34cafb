import { Menu, TextInput } from '@mantine/core';
import type { BulkAction } from '@meada/contract/macros';
import type { Priority } from '@meada/contract/routes/conversations';
import { IconTagMinus, IconTagPlus, IconUserCheck, IconUserOff, IconUsersGroup } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLabels, useMay, useMe, usePeople, useTeams } from '../../api/queries.ts';
import { PersonFace } from '../../ui/PersonFace.tsx';
import { fold } from '../canned/match.ts';
import { macrosQuery } from '../macros/queries.ts';
import { useActionWords } from '../macros/words.ts';
import classes from '../statuses/statuses.module.css';
import { statusGroups, useStatuses } from '../statuses/statuses.ts';

type Props = { onChoose(action: BulkAction): void };

/** Whom they are given to; to others than oneself with the right to. */
export function AssignItems({ onChoose }: Props) {
  const { t } = useTranslation('bulk');
  const me = useMe();
  const manages = useMay('conversations.manage');
  const [word, setWord] = useState('');
  const fits = ({ name }: { name: string }) => fold(name).includes(fold(word.trim()));
  const people = usePeople().filter((one) => manages && one.active && one.id !== me.personId && fits(one));
  const teams = useTeams().filter((one) => manages && fits(one));
  return (
    <>
      {manages ? (
        <TextInput
          data-autofocus
          size="xs"
          m={4}
          value={word}
          placeholder={t('findPerson')}
          aria-label={t('findPerson')}
          onChange={(event) => setWord(event.currentTarget.value)}
        />
      ) : null}
      <Menu.Item
        leftSection={<IconUserCheck size={17} />}
        onClick={() => onChoose({ kind: 'assign', to: 'me' })}
      >
        {t('macros:does.assign_me')}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconUserOff size={17} />}
        onClick={() => onChoose({ kind: 'assign', to: 'nobody' })}
      >
        {t('macros:does.assign_nobody')}
      </Menu.Item>
      {people.map((person) => (
        <Menu.Item
          key={person.id}
          leftSection={<PersonFace person={person} size={20} />}
          onClick={() => onChoose({ kind: 'assign', to: 'person', assigneeId: person.id })}
        >
          {person.name}
        </Menu.Item>
      ))}
      {teams.length > 0 ? <Menu.Label>{t('teams')}</Menu.Label> : null}
      {teams.map((team) => (
        <Menu.Item
          key={team.id}
          leftSection={<IconUsersGroup size={17} />}
          onClick={() => onChoose({ kind: 'assign', to: 'team', teamId: team.id })}
        >
          {team.name}
        </Menu.Item>
      ))}
    </>
  );
}

export function LabelItems({ onChoose }: Props) {
  const { t } = useTranslation('bulk');
  const labels = useLabels();
  if (labels.length === 0) return <Menu.Label>{t('noLabels')}</Menu.Label>;
  return (['add', 'remove'] as const).map((mode) => (
    <div key={mode}>
      <Menu.Label>{t(`labels.${mode}`)}</Menu.Label>
      {labels.map((label) => (
        <Menu.Item
          key={label.id}
          leftSection={
            mode === 'add' ? (
              <IconTagPlus size={17} style={{ color: label.colour }} />
            ) : (
              <IconTagMinus size={17} style={{ color: label.colour }} />
            )
          }
          aria-label={`${t(`labels.${mode}`)}: ${label.name}`}
          onClick={() => onChoose({ kind: 'labels', mode, labelIds: [label.id] })}
        >
          {label.name}
        </Menu.Item>
      ))}
    </div>
  ));
}

const snoozes = [
  { minutes: 60 },
  { minutes: 180 },
  { days: 1, time: '08:00' },
  { weekday: 1, time: '08:00' },
].map((snooze): BulkAction => ({ kind: 'status', status: 'snoozed', snooze }));
/** What one can wait for; where there is no call or task, that is said of the conversation. */
const events = (['answer', 'note', 'task', 'callback'] as const).map(
  (wake): BulkAction => ({ kind: 'status', status: 'snoozed', snooze: null, wake }),
);
const priorities: Priority[] = ['urgent', 'high', 'normal', 'low'];

type PlainProps = { actions: Exclude<BulkAction, { kind: 'macro' }>[]; mark?: ReactNode } & Props;
function Plain({ actions, mark, onChoose }: PlainProps) {
  const wordsOf = useActionWords();
  return actions.map((action) => (
    <Menu.Item key={JSON.stringify(action)} leftSection={mark} onClick={() => onChoose(action)}>
      {wordsOf(action)}
    </Menu.Item>
  ));
}

/** Each category with the firm's own statuses; its plain name where none of them is the default. */
export function StatusItems({ onChoose }: Props) {
  const { t } = useTranslation('bulk');
  const statuses = useStatuses();
  return (
    <>
      {statusGroups(statuses).map(({ category, own, plain }) => (
        <div key={category}>
          {statuses.length > 0 ? <Menu.Label>{t(`conversations:status.${category}`)}</Menu.Label> : null}
          {plain ? (
            <Plain
              actions={[{ kind: 'status', status: category, snooze: null }]}
              mark={statuses.length > 0 ? <span className={classes.dot} /> : undefined}
              onChoose={onChoose}
            />
          ) : null}
          {own.map(({ id, name, colour }) => (
            <Menu.Item
              key={id}
              leftSection={<span className={classes.dot} style={{ background: colour }} />}
              onClick={() => onChoose({ kind: 'status', status: category, statusId: id, snooze: null })}
            >
              {name}
            </Menu.Item>
          ))}
        </div>
      ))}
      <Menu.Label>{t('snooze')}</Menu.Label>
      <Plain actions={snoozes as PlainProps['actions']} onChoose={onChoose} />
      <Menu.Label>{t('snoozeUntil')}</Menu.Label>
      <Plain actions={events as PlainProps['actions']} onChoose={onChoose} />
    </>
  );
}

export function PriorityItems({ onChoose }: Props) {
  return (
    <Plain
      actions={priorities.map((priority) => ({ kind: 'priority' as const, priority }))}
      onChoose={onChoose}
    />
  );
}

/** Macros; their replies go out to many only when somebody who may says so. */
export function MacroItems({ onChoose }: Props) {
  const { t } = useTranslation('bulk');
  const macros = useQuery(macrosQuery).data ?? [];
  if (macros.length === 0) return <Menu.Label>{t('noMacros')}</Menu.Label>;
  return (
    <>
      {macros.map((macro) => (
        <Menu.Item
          key={macro.id}
          onClick={() => onChoose({ kind: 'macro', macroId: macro.id, replies: false })}
        >
          {macro.name}
        </Menu.Item>
      ))}
    </>
  );
}
