import type { Skill } from '@meada/contract/routes/routing';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { skillsById } from './views.ts';

export async function listSkills(ctx: Ctx): Promise<{ items: Skill[] }> {
  permit(ctx.actor, 'conversations.read');
  return { items: await skillsById(ctx, null) };
}
