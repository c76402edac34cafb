import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { queueNamesQuery, skillsQuery } from '../../work/queries.ts';

/** Names of queues and skills by their ids. */
export function useNames() {
  const queues = useQuery(queueNamesQuery).data;
  const skills = useQuery(skillsQuery).data;
  return useMemo(() => {
    const byId = (list: readonly { id: string; name: string }[] = []) =>
      new Map(list.map(({ id, name }) => [id, name]));
    return { queues: byId(queues), skills: byId(skills) };
  }, [queues, skills]);
}
