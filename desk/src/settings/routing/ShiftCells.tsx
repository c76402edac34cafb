import { NumberInput, Select } from '@mantine/core';
import type { AgentSettings } from '@meada/contract/routes/routing';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { hoursQuery } from '../hours/queries.ts';
import type { Column, OwnCellProps } from './column.ts';
import classes from './routing.module.css';

type Shift = AgentSettings['shift'];
const shifted = (how: (shift: Shift) => Shift) => (one: AgentSettings) => ({ ...one, shift: how(one.shift) });

/** What stands for "no shift" in the list. */
const none = 'none';
/** Minutes before the end that are proposed with a shift. */
const usualLast = 10;

/** Which hours are somebody's shift. */
function ShiftCell({ settings, label, change }: OwnCellProps) {
  const { t } = useTranslation('routing');
  const { data: all = [] } = useQuery(hoursQuery);
  return (
    <Select
      size="xs"
      miw={170}
      aria-label={label}
      disabled={!settings}
      allowDeselect={false}
      data={[
        { value: none, label: t('agents.noShift') },
        ...all.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      value={settings ? (settings.shift?.hoursId ?? none) : null}
      onChange={(id) =>
        change(
          shifted((shift) =>
            id === null || id === none
              ? null
              : { hoursId: id, lastMinutes: shift ? shift.lastMinutes : usualLast },
          ),
        )
      }
    />
  );
}

/** How long before the end no more contacts come. */
function LastCell({ settings, label, change }: OwnCellProps) {
  const shift = settings?.shift ?? null;
  return (
    <NumberInput
      className={classes.level}
      hideControls
      size="xs"
      min={0}
      max={240}
      aria-label={label}
      placeholder="–"
      disabled={!shift}
      value={shift ? shift.lastMinutes : ''}
      onChange={(next) => {
        if (next === '') return;
        const lastMinutes = Math.min(240, Math.max(0, Math.round(Number(next))));
        change(shifted((now) => now && { ...now, lastMinutes }));
      }}
    />
  );
}

/** The columns of the sheet of shifts. */
export function useShiftColumns(): Column[] {
  const { t } = useTranslation('routing');
  return useMemo(
    () => [
      { id: 'shift', name: t('agents.shift'), kind: 'own', Cell: ShiftCell },
      { id: 'last', name: t('agents.last'), kind: 'own', Cell: LastCell },
    ],
    [t],
  );
}
