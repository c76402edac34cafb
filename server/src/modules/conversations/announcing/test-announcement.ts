import type { testAnnouncement as route } from '@meada/contract/routes/announcements';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { found } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { changeStatus } from '../change-status.ts';
import { startConversation } from '../start-conversation.ts';
import { filled } from './words.ts';

/** Sends the text of an announcement to an address of one's own; the link to refuse is shown but names nobody. */
export async function testAnnouncement(
  ctx: Ctx,
  { params, body }: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<{ conversationId: string }> {
  permit(ctx.actor, 'inboxes.manage');
  const inbox = found(
    await ctx.db
      .selectFrom('inboxes')
      .select(['name', 'address'])
      .where('org_id', '=', ctx.orgId)
      .where('id', '=', params.id)
      .executeTakeFirst(),
    'inbox',
  );
  const text = filled(body.text, 'pt-BR', {
    name: 'name' in ctx.actor ? (ctx.actor.name.split(' ')[0] ?? '') : '',
    inbox: inbox.name,
    address: inbox.address || inbox.name,
    link: inbox.address || ctx.publicUrl,
    refuse: `${ctx.publicUrl}/avisos/…`,
  });
  const { id } = await startConversation(ctx, {
    clientId: ctx.ids.uuid(),
    inboxId: body.wayInboxId,
    address: body.address,
    content: { v: 1, kind: 'text', text },
    attachmentIds: [],
  });
  await changeStatus(ctx, { conversationId: id, status: 'resolved' });
  return { conversationId: id };
}
