import type { Workspace, WorkspaceChange } from '@meada/contract/workspace';
import type { Ctx } from '../../../kernel/ctx.ts';
import { personOf } from '../person-of.ts';
import { keepWorkspace } from './store.ts';
import { workspaceOf } from './views.ts';

/** Keeps how the person has arranged their desk; it follows them into every browser. */
export async function changeWorkspace(ctx: Ctx, { body }: { body: WorkspaceChange }): Promise<Workspace> {
  const person = personOf(ctx.actor);
  await keepWorkspace(ctx, { person_id: person.id, team_id: null, queue_id: null }, body);
  ctx.emit({ name: 'workspace.changed', facts: { personId: person.id } });
  return workspaceOf(ctx.db, person);
}
