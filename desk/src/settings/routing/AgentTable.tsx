import { Button, Checkbox, NumberInput, Switch } from '@mantine/core';
import type { Person } from '@meada/contract/routes/people';
import type { Agent, AgentSettings, Queue, Skill } from '@meada/contract/routes/routing';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChannels, useInboxRefs } from '../../api/queries.ts';
import { PersonFace } from '../../ui/PersonFace.tsx';
import { useConfirm } from '../kit/confirm.tsx';
import type { Column, NumberColumn, Sheet } from './column.ts';
import { columnsOf } from './columns.ts';
import classes from './routing.module.css';
import { useShiftColumns } from './ShiftCells.tsx';
import { type AgentEdits, useAgentEdits } from './useAgentEdits.ts';

type Props = {
  people: readonly Person[];
  agents: readonly Agent[];
  queues: readonly Queue[];
  skills: readonly Skill[];
  sheet: Sheet;
};
type CellProps = {
  column: NumberColumn;
  settings: AgentSettings | null;
  label: string;
  onChange: (value: number) => void;
};
function Cell({ column, settings, label, onChange }: CellProps) {
  const value = settings ? column.read(settings) : 0;
  if (column.kind === 'tick')
    return (
      <Checkbox
        checked={value > 0}
        disabled={!settings}
        aria-label={label}
        onChange={(event) => onChange(event.currentTarget.checked ? 1 : 0)}
      />
    );
  return (
    <NumberInput
      className={classes.level}
      hideControls
      size="xs"
      min={column.least}
      max={10}
      disabled={!settings}
      aria-label={label}
      placeholder="–"
      data-zero={value === 0 || undefined}
      value={settings ? value : ''}
      onChange={(next) => next !== '' && onChange(Math.min(10, Math.max(0, Math.round(Number(next)))))}
    />
  );
}

type RowProps = {
  person: Person;
  edits: AgentEdits;
  columns: readonly Column[];
  marked: boolean;
  onMark: (on: boolean) => void;
  /** Rows a change of this one is for. */
  targets: () => string[];
  onOff: (ids: string[]) => void;
};
function PersonRow({ person, edits, columns, marked, onMark, targets, onOff }: RowProps) {
  const { t } = useTranslation('routing');
  const settings = edits.of(person.id);
  const change = (how: (one: AgentSettings) => AgentSettings) => edits.change(targets(), how);
  const number = (kind: 'realTime' | 'deferred', most: number) => (
    <td>
      <NumberInput
        className={classes.level}
        hideControls
        size="xs"
        min={0}
        max={most}
        disabled={!settings}
        aria-label={`${person.name}: ${t(`agents.${kind}`)}`}
        value={settings?.capacity[kind] ?? ''}
        onChange={(next) =>
          next !== '' &&
          change((one) => ({
            ...one,
            capacity: { ...one.capacity, [kind]: Math.min(most, Math.round(Number(next))) },
          }))
        }
      />
    </td>
  );
  return (
    <tr data-marked={marked || undefined} data-off={!settings || undefined}>
      <th scope="row">
        <span className={classes.who}>
          <Checkbox
            checked={marked}
            aria-label={t('agents.mark', { name: person.name })}
            onChange={(event) => onMark(event.currentTarget.checked)}
          />
          <PersonFace person={person} size={26} />
          <span>{person.name}</span>
        </span>
      </th>
      <td>
        <Switch
          size="xs"
          checked={settings !== null}
          aria-label={t('agents.on', { name: person.name })}
          onChange={(event) => (event.currentTarget.checked ? change((one) => one) : onOff(targets()))}
        />
      </td>
      {number('realTime', 50)}
      {number('deferred', 500)}
      {columns.map((column) => (
        <td key={column.id}>
          {column.kind === 'own' ? (
            <column.Cell settings={settings} label={`${person.name}: ${column.name}`} change={change} />
          ) : (
            <Cell
              column={column}
              settings={settings}
              label={`${person.name}: ${column.name}`}
              onChange={(value) => change((one) => column.write(one, value))}
            />
          )}
        </td>
      ))}
    </tr>
  );
}

type HeadProps = { columns: readonly Column[]; all: boolean; onAll: (on: boolean) => void };
function Head({ columns, all, onAll }: HeadProps) {
  const { t } = useTranslation('routing');
  return (
    <thead>
      <tr>
        <th scope="col">
          <span className={classes.who}>
            <Checkbox
              checked={all}
              aria-label={t('agents.markAll')}
              onChange={(event) => onAll(event.currentTarget.checked)}
            />
            {t('agents.person')}
          </span>
        </th>
        <th scope="col">{t('agents.receives')}</th>
        <th scope="col" title={t('agents.realTimeText')}>
          {t('agents.realTime')}
        </th>
        <th scope="col" title={t('agents.deferredText')}>
          {t('agents.deferred')}
        </th>
        {columns.map((column) => (
          <th key={column.id} scope="col" title={column.name}>
            <span className={classes.column}>{column.name}</span>
          </th>
        ))}
      </tr>
    </thead>
  );
}

/** The table: what is changed in a marked row is changed in all that are marked. */
export function AgentTable({ people, agents, queues, skills, sheet }: Props) {
  const { t, i18n } = useTranslation('routing');
  const channels = useChannels();
  const inboxes = useInboxRefs();
  const edits = useAgentEdits(agents);
  const [marks, setMarks] = useState<ReadonlySet<string>>(new Set());
  const { ask, dialog } = useConfirm();
  const shifts = useShiftColumns();
  const known = { queues, skills, channels, inboxes, locale: i18n.language };
  const columns = sheet === 'shifts' ? shifts : columnsOf({ ...known, sheet });
  const shown = people.filter(({ id }) => marks.has(id)).map(({ id }) => id);
  const mark = (ids: readonly string[], on: boolean) =>
    setMarks((now) => {
      const next = new Set(now);
      for (const id of ids) {
        if (on) next.add(id);
        else next.delete(id);
      }
      return next;
    });
  const off = (ids: string[]) =>
    ask({
      title: t('agents.offTitle', { count: ids.length }),
      text: t('agents.offText'),
      action: t('agents.offAction'),
      danger: true,
      act: () => edits.remove(ids),
    });
  return (
    <>
      <div className={classes.marked} role="status">
        {shown.length > 0 ? (
          <>
            <b>{t('agents.marked', { count: shown.length })}</b>
            <span>{t('agents.markedText')}</span>
            <Button size="compact-sm" variant="subtle" onClick={() => setMarks(new Set())}>
              {t('agents.unmark')}
            </Button>
          </>
        ) : (
          <span>{t('agents.hint')}</span>
        )}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className={classes.tableBox} aria-label={t('tab.agents')} tabIndex={0}>
        <table className={classes.table}>
          <Head
            columns={columns}
            all={shown.length === people.length}
            onAll={(on) =>
              mark(
                people.map(({ id }) => id),
                on,
              )
            }
          />
          <tbody>
            {people.map((person) => (
              <PersonRow
                key={person.id}
                person={person}
                edits={edits}
                columns={columns}
                marked={marks.has(person.id)}
                onMark={(on) => mark([person.id], on)}
                targets={() => (marks.has(person.id) ? shown : [person.id])}
                onOff={off}
              />
            ))}
          </tbody>
        </table>
      </section>
      {columns.length === 0 ? <p className={classes.sentence}>{t(`agents.${sheet}None`)}</p> : null}
      {dialog}
    </>
  );
}
