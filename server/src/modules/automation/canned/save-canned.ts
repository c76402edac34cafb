import type { CannedReply, changeCanned as route } from '@meada/contract/routes/canned';
import type { Ctx } from '../../../kernel/ctx.ts';
import { forbidden } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { mayChange, showTo } from '../shown-to.ts';
import { lockCanned, writeCanned, writeFiles } from './store.ts';
import { cannedReply } from './views.ts';

type SaveInput = Pick<Input<typeof route>, 'body'> & { params?: { id: string } };

/**
 * Makes a canned reply, or changes one. What others see needs `canned.manage`; one's own, nothing. Throws `not_found`,
 * `forbidden`, `refused`, and `conflict` when the shortcut is there.
 */
export async function saveCanned(ctx: Ctx, { params, body }: SaveInput): Promise<CannedReply> {
  const before = params ? await lockCanned(ctx, params.id) : null;
  if (before && !mayChange(ctx, before)) throw forbidden('canned.manage');
  const shown = await showTo(ctx, body, before);
  const id = before?.id ?? ctx.ids.uuid();
  await writeCanned(ctx, id, { input: body, shown });
  await writeFiles(ctx, id, body.attachmentIds);
  ctx.emit({ name: 'canned.changed', facts: {} });
  if (shown.shown_to !== 'own' || before?.shown_to !== shown.shown_to)
    ctx.audit({
      action: before ? 'canned.changed' : 'canned.created',
      subject: { kind: 'canned_reply', id },
    });
  return cannedReply(ctx, id);
}
