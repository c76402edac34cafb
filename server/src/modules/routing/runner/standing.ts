import { presenceIn } from '../../../kernel/live/presence.ts';
import type { Roster } from '../../../kernel/live/roster.ts';
import type { AgentRow } from '../rows/agent.ts';
import type { Choice, Stand } from '../rows/presence.ts';

type Seen = { stand: Stand; choice: Choice | null };

/**
 * How an agent stands: offline without a socket; else as chosen last, on a socket or in a request. The row takes over a
 * later word of the socket.
 */
export function standOf(roster: Roster, orgId: string, row: AgentRow): Seen {
  const personId = row.person_id;
  const word = presenceIn(roster, orgId, personId);
  if (!word) return { stand: { personId, presence: 'offline', reasonId: null, reason: null }, choice: null };
  const said = word.away ? 'away' : 'available';
  if (word.since > row.chosen_at.getTime() && said !== row.chosen) {
    const plain = { personId, reasonId: null, reason: null };
    const choice = { ...plain, chosen: said, at: new Date(word.since), unlessLater: true } as const;
    return { stand: { ...plain, presence: said }, choice };
  }
  const away = row.chosen === 'away';
  const why = { reasonId: away ? row.reason_id : null, reason: away ? row.reason : null };
  return { stand: { personId, presence: row.chosen, ...why }, choice: null };
}
