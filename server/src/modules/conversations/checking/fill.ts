import type { Content } from '@meada/contract/content';
import type { Ctx } from '../../../kernel/ctx.ts';
import { codesOf, hiddenPlace, linkToken } from '../../customers/index.ts';

/** A message on its way out with the code or link it carries: both are made anew here, since neither is stored. */
export async function fillCheck(ctx: Ctx, messageId: string, content: Content): Promise<Content> {
  if (content.kind !== 'text' || !content.text.includes(hiddenPlace)) return content;
  const check = await ctx.db
    .selectFrom('identity_checks')
    .select(['id', 'way'])
    .where('org_id', '=', ctx.orgId)
    .where('message_id', '=', messageId)
    .executeTakeFirst();
  if (!check) return content;
  const place = { orgId: ctx.orgId, checkId: check.id };
  const secret =
    check.way === 'code'
      ? (codesOf(ctx.secrets, place)[0] ?? '')
      : `${ctx.publicUrl}/confirmar/${linkToken(ctx.secrets, place)}`;
  return { ...content, text: content.text.replace(hiddenPlace, () => secret) };
}
