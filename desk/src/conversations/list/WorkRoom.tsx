import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { settled } from '../../app/settled.ts';
import { useStore } from '../../live/store.ts';
import { prefer, preferences } from '../../shell/preferences.ts';
import { ErrorLine } from '../../ui/States.tsx';
import { queuesQuery, waitingFor, workQuery } from '../../work/queries.ts';
import classes from './list.module.css';

const WorkBar = lazy(() => import('../../work/WorkBar.tsx').then((file) => ({ default: file.WorkBar })));

/** Its height with how one stands and what one holds, and of the line with what can be taken next (pixels). */
const heights = { line: 42, next: 32 };

/** Notes how high it is, for the next time. */
const keep = (workHeight: number): void => {
  if (workHeight !== preferences.get().workHeight) prefer({ workHeight });
};

/** Says that what it stands beside has come. */
function Mark({ onHere }: { onHere: () => void }) {
  useLayoutEffect(onHere, [onHere]);
  return null;
}

/**
 * Where an agent's own bar comes once the first screen stands: its room is there before it, as high as it was here the last
 * time, so that the list does not jump under the pointer.
 */
export function WorkRoom() {
  const { data: work, error, refetch } = useQuery(workQuery);
  const queues = useQuery({ ...queuesQuery, enabled: Boolean(work?.agent) }).data;
  const takeable = work?.agent ? waitingFor(work.agent, queues ?? []) : 0;
  const quiet = useStore(settled);
  const box = useRef<HTMLDivElement>(null);
  const [before] = useState(preferences.get().workHeight);
  const [here, setHere] = useState(false);
  const onHere = useCallback(() => setHere(true), []);
  const none = work?.agent === null;
  const whole = here && queues !== undefined;
  useEffect(() => {
    if (none) keep(0);
  }, [none]);
  useLayoutEffect(() => {
    if (!whole || !box.current) return;
    const watch = new ResizeObserver(() => keep(box.current?.offsetHeight ?? 0));
    watch.observe(box.current);
    return () => watch.disconnect();
  }, [whole]);
  if (none) return null;
  // Without it nobody is given work, and nobody would see why.
  if (error && !work)
    return before > 0 ? (
      <div className={classes.aboveError}>
        <ErrorLine error={error} onRetry={refetch} />
      </div>
    ) : null;
  const next = takeable > 0 ? heights.next : 0;
  const height = work ? Math.max(before, heights.line + next) : before;
  return (
    <div ref={box} style={{ minHeight: whole ? undefined : height }}>
      {quiet && work ? (
        <Suspense fallback={null}>
          <WorkBar />
          <Mark onHere={onHere} />
        </Suspense>
      ) : null}
    </div>
  );
}
