import type { Permission, Role } from '@meada/contract/permissions';
import { ownerKeeps } from '@meada/contract/permissions';
import type { changeRole as route } from '@meada/contract/routes/people';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { Failure } from '../../kernel/errors.ts';
import type { Input } from '../../kernel/http/route.ts';
import { dropActors } from './actor-cache.ts';
import { permissionsOf, roleProblem } from './rules.ts';
import { saveRole } from './store.ts';
import { rolesOf } from './views.ts';

/** Changes what a role may do: at once, on open sockets too. An owner keeps what would lock the house from inside. */
export async function changeRole(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<{ role: Role; permissions: Permission[] }> {
  permit(ctx.actor, 'roles.manage');
  const { role } = input.params;
  const before = (await rolesOf(ctx)).find((entry) => entry.role === role)?.permissions ?? [];
  const wanted = new Set([...input.body.permissions, ...(role === 'owner' ? ownerKeeps : [])]);
  const permissions = permissionsOf(role, [...wanted]);
  const problem = roleProblem(ctx.actor, role, { before, after: permissions });
  if (problem) throw new Failure('forbidden', problem);
  await saveRole(ctx, role, permissions);
  ctx.emit({ name: 'person.access_changed', facts: { personId: null, role } });
  ctx.audit({
    action: 'role.changed',
    subject: { kind: 'role', id: role },
    facts: {
      added: permissions.filter((name) => !before.includes(name)),
      removed: before.filter((name) => !permissions.includes(name)),
    },
  });
  ctx.afterCommit(() => dropActors(ctx, { orgId: ctx.orgId }));
  return { role, permissions };
}
