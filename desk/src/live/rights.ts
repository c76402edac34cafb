import type { ServerFrame } from '@meada/contract/frames';
import type { Me } from '@meada/contract/routes/session';
import type { QueryClient } from '@tanstack/react-query';
import { keys } from '../api/keys.ts';
import { meQuery } from '../api/queries.ts';

/** A role is of many people: their desks ask for everything anew within this time (ms), not all in one moment. */
const spread = 5000;

/** What decides what somebody may see, in a form that can be compared. */
const rightsOf = (me: Me | undefined): string =>
  JSON.stringify([
    me?.role,
    me?.visibility,
    [...(me?.permissions ?? [])].sort(),
    [...(me?.teamIds ?? [])].sort(),
  ]);

/** What one may see is other than before: what is on the screen is asked for anew, what is not goes. */
function seeAnew(client: QueryClient): void {
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== keys.me[0], type: 'inactive' });
  void client.invalidateQueries();
}

/** Hears of changed rights, given the frames. What is not on the screen goes at once in any case. */
export function watchRights(client: QueryClient): { hear(frame: ServerFrame): void; stop(): void } {
  /** Those under which everything here was asked for. */
  let under = rightsOf(client.getQueryData<Me>(keys.me));
  let timer: ReturnType<typeof setTimeout> | undefined;
  const renew = () => {
    clearTimeout(timer);
    timer = undefined;
    under = rightsOf(client.getQueryData<Me>(keys.me));
    seeAnew(client);
  };
  const compare = async () => {
    const me = await client.fetchQuery({ ...meQuery, staleTime: 0 }).catch(() => undefined);
    // Who cannot be asked about may see less than before.
    if ((me && rightsOf(me) === under) || timer !== undefined) return;
    client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== keys.me[0], type: 'inactive' });
    timer = setTimeout(renew, Math.random() * spread);
  };
  return {
    hear(frame) {
      if (frame.t !== 'event' || frame.name !== 'people') return;
      if (frame.data.personId === null) void compare();
      else if (frame.data.personId === client.getQueryData<Me>(keys.me)?.personId) renew();
    },
    stop: () => clearTimeout(timer),
  };
}
