import type { Me, changeProfile as route } from '@meada/contract/routes/session';
import { inTransaction } from '../../kernel/ctx.ts';
import type { Call, Input } from '../../kernel/http/route.ts';
import { dropActors } from './actor-cache.ts';
import { updateSignIn } from './directory.ts';
import { meOf } from './me.ts';
import { personOf } from './person-of.ts';
import { updateMember } from './store.ts';

/** Changes the own name, how long what is sent can be taken back and reminders by mail, in this organisation, and the own language, everywhere. */
export async function changeProfile(call: Call, input: Pick<Input<typeof route>, 'body'>): Promise<Me> {
  const { kernel } = call;
  const actor = personOf(call.actor);
  const { name = actor.name, locale } = input.body;
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
  const habits = habitsOf(input.body);
  if (Object.keys(habits).length > 0)
    await inTransaction(kernel, actor, async (ctx) => {
      await updateMember(ctx, actor.id, habits);
      // The person's other browsers ask for themselves anew.
      ctx.emit({ name: 'person.changed', facts: { personId: actor.id } });
    });
  return meOf(kernel, { ...actor, name });
}

const habitsOf = ({ undo, taskMail }: Input<typeof route>['body']) => ({
  ...(undo ? { undo_letter_seconds: undo.letters, undo_chat_seconds: undo.chats } : {}),
  ...(taskMail === undefined ? {} : { task_mail: taskMail }),
});
