import { NumberInput } from '@mantine/core';
import type { Agent } from '@meada/contract/routes/routing';
import { useQuery } from '@tanstack/react-query';
import { Controller } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { agentsQuery } from '../../work/queries.ts';
import type { QueueValues } from './queue-values.ts';
import type { RulesValues } from './rules/values.ts';

/** The most the server takes. */
const heaviest = 10;

/** The largest capacity among agents, of each class. */
export const mostOf = (agents: readonly Pick<Agent, 'capacity'>[]) => ({
  realTime: Math.max(0, ...agents.map(({ capacity }) => capacity.realTime)),
  deferred: Math.max(0, ...agents.map(({ capacity }) => capacity.deferred)),
});

/** Of which class nobody has room for so much at once, even with nothing else; said before it is saved. */
function useTooHeavy(queueIds: readonly string[] | null): (weight: number) => string | null {
  const { t } = useTranslation('routing');
  const agents = useQuery(agentsQuery).data ?? [];
  const theirs = queueIds
    ? agents.filter((agent) => agent.queueIds.some((id) => queueIds.includes(id)))
    : agents;
  const most = mostOf(theirs);
  return (weight) => {
    if (weight <= 1 || theirs.length === 0) return null;
    const short = (['realTime', 'deferred'] as const).filter((of) => most[of] < weight);
    if (short.length === 0) return null;
    return short.map((of) => t(`weight.${of}Short`, { most: most[of] })).join(' ');
  };
}

type Props = {
  name: 'settings.weight' | `items.${number}.weight`;
  /** Whose agents would take it; null: whichever. */
  queueIds: readonly string[] | null;
  /** May be left to the queue. */
  optional?: boolean;
};

/** As how many items one counts, of what an agent may have at a time. */
export function WeightField({ name, queueIds, optional = false }: Props) {
  const { t } = useTranslation('routing');
  const tooHeavy = useTooHeavy(queueIds);
  return (
    <Controller<QueueValues & RulesValues, Props['name']>
      name={name}
      render={({ field: { ref: _ref, value, onChange, ...field } }) => (
        <NumberInput
          {...field}
          label={t('weight.label')}
          description={t('weight.text')}
          placeholder={optional ? t('weight.usual') : undefined}
          error={typeof value === 'number' ? tooHeavy(value) : null}
          min={1}
          max={heaviest}
          value={value ?? ''}
          onChange={(next) =>
            onChange(
              optional && next === '' ? null : Math.min(heaviest, Math.max(1, Math.round(Number(next) || 1))),
            )
          }
        />
      )}
    />
  );
}
