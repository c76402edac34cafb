import { Progress as Bar, Button, Modal } from '@mantine/core';
import type { BulkRun } from '@meada/contract/macros';
import { readBulk } from '@meada/contract/routes/macros';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import classes from './bulk.module.css';
import { bulkRun } from './picks.ts';
import { isUnderWay, useBulk } from './useBulk.ts';

/** How often a run is asked how far it is (ms). */
const pace = 800;

/** How far a run in the background is. */
function UnderWay({ run }: { run: BulkRun }) {
  const { t } = useTranslation('bulk');
  const { follow } = useBulk();
  const now = useQuery({
    queryKey: ['bulk run', run.id, run.state],
    queryFn: ({ signal }) => call(readBulk, { params: { id: run.id } }, { signal }),
    refetchInterval: pace,
    gcTime: 0,
  }).data;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer is told once
  useEffect(() => {
    if (now && !isUnderWay(now)) follow(now);
  }, [now]);
  const { place, total } = now ?? run;
  const words = t(run.state === 'undoing' ? 'undoing' : 'running', { place, total });
  return (
    <div className={classes.progress} role="status">
      <span>{words}</span>
      <Bar value={total === 0 ? 100 : (place / total) * 100} aria-label={words} size="sm" />
    </div>
  );
}

/** What was refused, and why. */
function Result({ run }: { run: BulkRun }) {
  const { t } = useTranslation('bulk');
  const { undo } = useBulk();
  const close = () => bulkRun.set(() => null);
  const byCode = Map.groupBy(run.refusals, ({ code }) => code);
  const unseen = run.notFound + (byCode.get('not_found')?.length ?? 0);
  byCode.delete('not_found');
  return (
    <Modal
      opened
      onClose={close}
      title={t('resultTitle', { done: run.done, total: run.total })}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      {unseen > 0 ? <p>{t('notSeen', { count: unseen })}</p> : null}
      {[...byCode].map(([code, list]) => (
        <section key={code} className={classes.refusals}>
          <h3>{t(`common:problem.${code}`)}</h3>
          <ul>
            {list.map(({ conversationId, protocol }) =>
              protocol ? (
                <li key={conversationId}>
                  <Link
                    to="/conversations/$conversationId"
                    params={{ conversationId }}
                    search={(all: object) => all as never}
                    onClick={close}
                  >
                    {protocol}
                  </Link>
                </li>
              ) : null,
            )}
          </ul>
        </section>
      ))}
      {run.refused > run.refusals.length ? (
        <p>{t('andMore', { count: run.refused - run.refusals.length })}</p>
      ) : null}
      <div className={classes.ends}>
        {run.undoUntil ? (
          <Button variant="default" onClick={() => void undo(run)}>
            {t('undoRest', { count: run.done })}
          </Button>
        ) : null}
        <Button data-autofocus onClick={close}>
          {t('fine')}
        </Button>
      </div>
    </Modal>
  );
}

/** The run that is under way, or what it could not do. */
export function Progress({ run }: { run: BulkRun }) {
  return isUnderWay(run) ? <UnderWay run={run} /> : <Result run={run} />;
}
