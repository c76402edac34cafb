import type { Me, changeProfile as route } from '@meada/contract/routes/session';
import { inTransaction } from '../../kernel/ctx.ts';
import type { Call, Input } from '../../kernel/http/route.ts';
import { dropActors } from './actor-cache.ts';
import { updateSignIn } from './directory.ts';
import { meOf } from './me.ts';
import { personOf } from './person-of.ts';
import { updateMember } from './store.ts';

/** Changes the own name and how long what is sent can be taken back, in this organisation, and the own language, everywhere. */
export async function changeProfile(call: Call, input: Pick<Input<typeof route>, 'body'>): Promise<Me> {
  const { kernel } = call;
  const actor = personOf(call.actor);
  const { name = actor.name, locale, undo } = input.body;
  if (locale) await kernel.database.asSystem((db) => updateSignIn(db, actor.id, { locale }));
  if (name !== actor.name) {
    await inTransaction(kernel, actor, async (ctx) => {
      await updateMember(ctx, actor.id, { name });
      ctx.emit({ name: 'person.changed', facts: { personId: actor.id } });
      ctx.audit({
        action: 'person.changed',
        subject: { kind: 'person', id: actor.id },
        facts: { fields: ['name'] },
      });
    });
    dropActors(kernel, { orgId: actor.orgId, personId: actor.id });
  }
  if (undo) {
    const { letters: undo_letter_seconds, chats: undo_chat_seconds } = undo;
    await inTransaction(kernel, actor, async (ctx) => {
      await updateMember(ctx, actor.id, { undo_letter_seconds, undo_chat_seconds });
      // The person's other browsers ask for themselves anew.
      ctx.emit({ name: 'person.changed', facts: { personId: actor.id } });
    });
  }
  return meOf(kernel, { ...actor, name });
}
