import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { peopleOfPrivacy } from './people.ts';

/** Who may see to requests, to assign them. */
export async function listPeople(ctx: Ctx): Promise<{ items: { id: string; name: string }[] }> {
  permit(ctx.actor, 'privacy.manage');
  return { items: await peopleOfPrivacy(ctx) };
}
