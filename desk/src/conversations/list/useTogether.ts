import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { countsQuery } from '../../api/counts.ts';
import { useMay } from '../../api/queries.ts';
import { queuesQuery, workQuery } from '../../work/queries.ts';
import { callbacksQuery } from '../callbacks/callbacks.ts';

/** What the lines above the list are made of is waited for so long after the list itself (ms). */
const patience = 400;

/**
 * Whether the rows may be drawn: the list and what decides what stands above it come in one moment from the same server, and
 * drawn one after the other each would push down what is being read. `here`: the list has come.
 */
export function useTogether(here: boolean): boolean {
  const works = useMay('conversations.reply');
  const [over, setOver] = useState(false);
  const counts = useQuery(countsQuery).isPending;
  const callbacks = useQuery(callbacksQuery).isPending;
  const work = useQuery({ ...workQuery, enabled: works });
  const gives = Boolean(work.data?.agent);
  const queues = useQuery({ ...queuesQuery, enabled: gives }).isPending && gives;
  const whole = !(counts || callbacks || queues || (works && work.isPending));
  useEffect(() => {
    if (!here || over) return;
    const timer = setTimeout(() => setOver(true), whole ? 0 : patience);
    return () => clearTimeout(timer);
  }, [here, over, whole]);
  return over || whole;
}
