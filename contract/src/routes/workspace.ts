import { z } from 'zod';
import { defineRoute } from '../route.ts';
import { Workspace, WorkspaceChange, WorkspaceStandard } from '../workspace.ts';

/** The arrangement of the desk; what counts for the reader comes with `session.me`. */

export const changeWorkspace = defineRoute({
  id: 'workspace.change',
  method: 'PATCH',
  path: '/api/workspace',
  access: 'person',
  summary: "Keeps the person's own arrangement of the desk; null goes back to the standard",
  body: WorkspaceChange,
  response: Workspace,
});
export const listStandards = defineRoute({
  id: 'workspace.standards',
  method: 'GET',
  path: '/api/workspace/standards',
  access: 'conversations.manage',
  summary: 'The arrangements people begin with: of the organisation, of queues and of teams',
  response: z.strictObject({ items: z.array(WorkspaceStandard) }),
});
export const setStandard = defineRoute({
  id: 'workspace.setStandard',
  method: 'PUT',
  path: '/api/workspace/standards',
  access: 'conversations.manage',
  summary: 'Sets or removes the arrangement people begin with; who has an own one keeps it',
  body: WorkspaceStandard,
  response: z.strictObject({ ok: z.literal(true) }),
});
