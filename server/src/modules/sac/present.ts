import { may } from '../../kernel/actor.ts';
import type { LiveFrame, Presenter } from '../../kernel/live/hub.ts';

/** That the mode of a brand or a request changed, to who reads the page; what a conversation shows of it comes with its notes. */
export const presentSac: Presenter = async (_kernel, events, wanted) =>
  events
    .filter(
      ({ name, orgId }) => (name === 'sac.switched' || name === 'sac.changed') && wanted.topic(orgId, 'desk'),
    )
    .map(
      ({ orgId }): LiveFrame => ({
        ...{ orgId, topic: 'desk', name: 'settings', data: { what: 'sac' } },
        visibleTo: (actor) => may(actor, 'reports.read'),
      }),
    );
