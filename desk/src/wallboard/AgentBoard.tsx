import { Button } from '@mantine/core';
import type { Agent, WorkItem } from '@meada/contract/routes/routing';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../api/queries.ts';
import { AgentCard } from './AgentCard.tsx';
import { doingOf, doings } from './board.ts';
import { ReassignDialog } from './ReassignDialog.tsx';
import type { LiveBoard } from './useBoard.ts';
import classes from './wallboard.module.css';

type Placed = { agent: Agent; items: WorkItem[]; doing: (typeof doings)[number]; since: number };

/** Who is at it, who is free, who is away; each with what they have. */
export function AgentBoard({ board, now }: { board: LiveBoard; now: number }) {
  const { t } = useTranslation('wallboard');
  const manages = useMay('conversations.manage');
  const [marks, setMarks] = useState<ReadonlySet<string>>(new Set());
  const [reassigned, setReassigned] = useState<WorkItem[] | null>(null);
  const byAgent = useMemo(() => Map.groupBy(board.held, (item) => item.agentId), [board.held]);
  const placed = board.agents.map((agent): Placed => {
    const items = byAgent.get(agent.personId) ?? [];
    return { agent, items, ...doingOf(agent, items, now) };
  });
  const marked = board.held.filter((item) => marks.has(item.id) && item.state !== 'offered');
  const mark = (id: string, on: boolean) =>
    setMarks((before) => {
      const next = new Set(before);
      if (on) next.add(id);
      else next.delete(id);
      return next;
    });
  return (
    <section aria-label={t('agents.title')} className={classes.agents}>
      {placed.length === 0 ? <p className={classes.soft}>{t('agents.none')}</p> : null}
      {doings.map((doing) => {
        const group = placed.filter((one) => one.doing === doing);
        if (group.length === 0) return null;
        return (
          <div key={doing} className={classes.group}>
            <h2 data-doing={doing}>
              {t(`doing.${doing}`)} <span>{group.length}</span>
            </h2>
            <ul className={classes.cards}>
              {group
                .sort((one, other) => one.since - other.since)
                .map(({ agent, items, since }) => (
                  <AgentCard
                    key={agent.personId}
                    agent={agent}
                    items={items}
                    doing={doing}
                    since={since}
                    now={now}
                    marks={marks}
                    onMark={manages ? mark : undefined}
                    onReassign={(item) => setReassigned([item])}
                  />
                ))}
            </ul>
          </div>
        );
      })}
      {marked.length > 0 ? (
        <div className={classes.bulk} role="status">
          <b>{t('bulk.marked', { count: marked.length })}</b>
          <Button size="compact-md" onClick={() => setReassigned(marked)}>
            {t('bulk.reassign')}
          </Button>
          <Button size="compact-md" variant="default" onClick={() => setMarks(new Set())}>
            {t('bulk.unmark')}
          </Button>
        </div>
      ) : null}
      {reassigned ? (
        <ReassignDialog
          items={reassigned}
          agents={board.agents}
          queues={board.queues}
          onClose={() => {
            setReassigned(null);
            setMarks(new Set());
          }}
        />
      ) : null}
    </section>
  );
}
