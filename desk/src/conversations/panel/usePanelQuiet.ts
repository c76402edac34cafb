import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

/** A panel that is not told by then is drawn as it comes (ms). */
const longest = 4000;

/**
 * Whether everything asked for about a customer has come: the panel is drawn at once as a whole, instead of each part
 * pushing the ones below it.
 */
export function usePanelQuiet(customerId: string | undefined): boolean {
  const client = useQueryClient();
  const [quiet, setQuiet] = useState<string | undefined>(undefined);
  useEffect(() => {
    if (!customerId) return;
    const cache = client.getQueryCache();
    // Code and texts of a card that are on their way (`workspace/Card.tsx`), and what is asked for with the customer's id.
    const waits = () =>
      document.querySelector('[data-coming]') !== null ||
      cache.findAll({
        predicate: ({ queryKey, state }) =>
          state.status === 'pending' &&
          state.fetchStatus === 'fetching' &&
          JSON.stringify(queryKey).includes(customerId),
      }).length > 0;
    let frame = 0;
    let stop = () => {};
    const done = () => {
      stop();
      setQuiet(customerId);
    };
    // Code that comes late asks late: two frames without a question count as all having come.
    const look = (calm = 0) => {
      frame = requestAnimationFrame(() => {
        if (waits()) look(0);
        else if (calm < 2) look(calm + 1);
        else done();
      });
    };
    const timer = setTimeout(done, longest);
    stop = () => {
      clearTimeout(timer);
      cancelAnimationFrame(frame);
    };
    look();
    return stop;
  }, [client, customerId]);
  return quiet !== undefined && quiet === customerId;
}
