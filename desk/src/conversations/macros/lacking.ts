import type { MacroAction } from '@meada/contract/macros';
import { useQuery } from '@tanstack/react-query';
import { cannedQuery, useLabels, usePeople, useTeams } from '../../api/queries.ts';
import { statusesQuery } from '../statuses/statuses.ts';

/** Ids of what can be named; of lists that are still on their way, undefined. */
type Known = {
  people: ReadonlySet<string>;
  teams: ReadonlySet<string>;
  labels: ReadonlySet<string>;
  statuses: ReadonlySet<string> | undefined;
  canned: ReadonlySet<string> | undefined;
};
type Lacking = {
  [K in MacroAction['kind']]?: (known: Known, action: Extract<MacroAction, { kind: K }>) => boolean;
};

const idsOf = (list: readonly { id: string }[]): ReadonlySet<string> => new Set(list.map(({ id }) => id));
const isLost = (known: ReadonlySet<string> | undefined, id: string | null | undefined): boolean =>
  Boolean(id && known && !known.has(id));

const lacking: Lacking = {
  assign: ({ people, teams }, { assigneeId, teamId }) => isLost(people, assigneeId) || isLost(teams, teamId),
  labels: ({ labels }, { labelIds }) => labelIds.some((id) => isLost(labels, id)),
  status: ({ statuses }, { statusId }) => isLost(statuses, statusId),
  reply: ({ canned }, { cannedId }) => isLost(canned, cannedId),
};

/** Whether an action names what is gone: somebody deactivated, a team, label, status or canned reply that is no more. */
export function useLacking(): (action: MacroAction) => boolean {
  const statuses = useQuery(statusesQuery).data;
  const canned = useQuery(cannedQuery).data;
  const known: Known = {
    people: idsOf(usePeople().filter(({ active }) => active)),
    teams: idsOf(useTeams()),
    labels: idsOf(useLabels()),
    statuses: statuses && idsOf(statuses.filter(({ archived }) => !archived)),
    canned: canned && idsOf(canned),
  };
  return (action) =>
    (lacking[action.kind] as ((known: Known, action: MacroAction) => boolean) | undefined)?.(known, action) ??
    false;
}
