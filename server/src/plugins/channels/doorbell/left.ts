import type { leaveForm } from '@meada/contract/routes/site';
import { systemActor } from '../../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { canonicalPhone } from '../../../kernel/phone.ts';
import type { LoadedInbox } from '../../../modules/inboxes/index.ts';
import { noteForm } from '../../../modules/recoveries/index.ts';
import { typedKind } from './parse.ts';

type Left = Input<typeof leaveForm>['body'];

/**
 * Takes what stood in the form when the page was closed. Whatever it is, the answer is the same: a page that is gone reads
 * none. Who fills in the field that nobody sees, or whose number is none, is forgotten.
 */
export async function takeLeft(kernel: Kernel, inbox: LoadedInbox, body: Left): Promise<{ accepted: true }> {
  const phone = canonicalPhone(body.phone, 'BR');
  if (phone && !body.website)
    await inTransaction(kernel, systemActor(inbox.orgId), (ctx) =>
      noteForm(ctx, {
        ...{ inboxId: inbox.id, kind: typedKind.kind, phone },
        ...{ name: body.name.trim(), said: body.text.trim() },
      }),
    );
  return { accepted: true };
}
