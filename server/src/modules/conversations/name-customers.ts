import { systemActor } from '../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../kernel/ctx.ts';
import type { LoggedEvent } from '../../kernel/events/log.ts';
import { followLog, fromNow, type Tail } from '../../kernel/events/tail.ts';
import { nameNameless } from '../customers/index.ts';
import { ioOf, loadInbox } from '../inboxes/index.ts';

type Nameless = {
  customer_id: string;
  identity_id: string;
  value: string;
  kind: string | null;
  key: string | null;
};
type Begun = { orgId: string; conversationId: string; inboxId: string };

/**
 * Asks platforms for the names of customers whose messages bring none, once when a conversation begins. Best effort and
 * outside of every transaction: who stays nameless is asked for again with the next conversation.
 */
export async function nameCustomers(kernel: Kernel, events: readonly LoggedEvent[]): Promise<void> {
  for (const { orgId, name, facts } of events) {
    if (name !== 'conversation.created') continue;
    const { conversationId, inboxId } = facts as { conversationId: string; inboxId: string };
    try {
      await nameOne(kernel, { orgId, conversationId, inboxId });
    } catch (error) {
      kernel.log.warn('a name could not be looked up', { error, inboxId });
    }
  }
}

/** Follows the log from now on. */
export function startNaming(kernel: Kernel): Tail {
  const following = fromNow(kernel).then((cursor) =>
    followLog(kernel, cursor, (events) => nameCustomers(kernel, events)),
  );
  following.catch((error: unknown) => kernel.log.warn('nobody looks up names', { error }));
  return { stop: () => following.then((tail) => tail.stop()).catch(() => undefined) };
}

async function nameOne(kernel: Kernel, begun: Begun): Promise<void> {
  const inbox = await loadInbox(kernel, begun.orgId, begun.inboxId);
  if (!inbox?.active || !inbox.plugin.nameOf) return;
  const nameless = await find(kernel, begun);
  if (!nameless) return;
  const { kind, key } = nameless;
  const thread = kind && key ? { kind, key } : undefined;
  const name = await inbox.plugin.nameOf(nameless.value, ioOf(kernel, inbox), thread);
  if (!name) return;
  await inTransaction(kernel, systemActor(begun.orgId), async (ctx) => {
    await ctx.db
      .updateTable('identities')
      .set({ name: name.slice(0, 256) })
      .where('org_id', '=', ctx.orgId)
      .where('id', '=', nameless.identity_id)
      .where('name', 'is', null)
      .execute();
    const { customer_id: customerId } = nameless;
    if (await nameNameless(ctx, customerId, name.slice(0, 256)))
      ctx.emit({ name: 'customer.changed', facts: { customerId } });
  });
}

/** The address that began the conversation, unless it has a name. */
function find(kernel: Kernel, { orgId, conversationId, inboxId }: Begun): Promise<Nameless | undefined> {
  return inTransaction(kernel, systemActor(orgId), (ctx) =>
    ctx.db
      .selectFrom('legs')
      .innerJoin('identities', (join) =>
        join.onRef('identities.org_id', '=', 'legs.org_id').onRef('identities.id', '=', 'legs.identity_id'),
      )
      .leftJoin('outside_threads as thread', (join) =>
        join.onRef('thread.org_id', '=', 'legs.org_id').onRef('thread.id', '=', 'legs.outside_thread_id'),
      )
      .select(['identities.customer_id', 'identities.id as identity_id', 'identities.value'])
      .select(['thread.kind', 'thread.key'])
      .where('legs.org_id', '=', ctx.orgId)
      .where('legs.conversation_id', '=', conversationId)
      .where('legs.inbox_id', '=', inboxId)
      .where('identities.name', 'is', null)
      .executeTakeFirst(),
  );
}
