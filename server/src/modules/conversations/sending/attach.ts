import type { AttachmentKind } from '@meada/contract/content';
import { actorKey } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { refused } from '../../../kernel/errors.ts';
import type { SendFile } from './rules.ts';

/** The actor's own draft uploads in the order asked for, locked; anybody else's is as good as none (LESSONS 11). */
export async function lockDrafts(ctx: Ctx, ids: readonly string[]): Promise<(SendFile & { name: string })[]> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return [];
  const rows = await ctx.db
    .selectFrom('attachments')
    .select(['id', 'kind', 'size', 'name'])
    .where('org_id', '=', ctx.orgId)
    .where('id', 'in', wanted)
    .where('message_id', 'is', null)
    .where('uploaded_by', '=', actorKey(ctx.actor))
    .where('state', '=', 'ready')
    .orderBy('id')
    .forUpdate()
    .execute();
  return wanted.map((id, index) => {
    const row = rows.find((candidate) => candidate.id === id);
    if (!row) throw refused('There is no such upload of yours.', `body.attachmentIds.${index}`);
    return { id, kind: row.kind as AttachmentKind, size: row.size, name: row.name };
  });
}

/** Hangs locked drafts on a message, in order. */
export async function attachTo(ctx: Ctx, messageId: string, files: readonly SendFile[]): Promise<void> {
  if (files.length === 0) return;
  await ctx.client.query({
    name: 'attach_drafts',
    text: `UPDATE attachments a SET message_id = $2, position = f.position - 1
      FROM unnest($3::uuid[]) WITH ORDINALITY AS f(id, position)
      WHERE a.org_id = $1 AND a.id = f.id`,
    values: [ctx.orgId, messageId, files.map((file) => file.id)],
  });
}
