import { makePace } from './dispatch/pace.ts';
import { dispatchInbox } from './dispatch/worker.ts';
import type { Desk } from './factories.ts';
import { ingestOrganisation } from './ingest/worker.ts';

/** The workers by hand, for tests that hold the clock. */

/** Reads what was received; what waits for something that is still to come stays. */
export async function readReceived({ kernel, orgId }: Desk): Promise<void> {
  while ((await ingestOrganisation(kernel, orgId)) === 'more');
}

/** Sends what is due of an inbox, until nothing is. */
export async function sendDue({ kernel, orgId, clock }: Desk, inboxId: string): Promise<void> {
  while ((await dispatchInbox(kernel, { orgId, inboxId }, makePace(clock))) > 0);
}
