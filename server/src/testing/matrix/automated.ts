import { randomUUID } from 'node:crypto';
import type { Browser } from '../../modules/people/testing-browser.ts';

/** A canned reply with a file, a macro, a run of it, and a run over many conversations. */
export async function automated(
  owner: Browser,
  { conversationId, attachmentId }: { conversationId: string; attachmentId: string },
) {
  const shortcut = attachmentId.slice(-12);
  const filed = { shortcut, title: 'T', text: 'X', attachmentIds: [attachmentId] };
  const canned = await owner.ok('POST', '/api/canned', filed);
  const actions = [{ kind: 'priority', priority: 'low' }];
  const macro = await owner.ok('POST', '/api/macros', { name: 'Baixar', actions });
  const run = { runId: randomUUID(), macroId: macro.id };
  const ran = await owner.ok('POST', `/api/conversations/${conversationId}/macros/run`, run);
  const bulk = await owner.ok('POST', '/api/bulk-runs', {
    runId: randomUUID(),
    conversationIds: [conversationId],
    action: { kind: 'priority', priority: 'normal' },
  });
  const cannedFile = canned.files[0].id as string;
  return { cannedFile, macro: macro.id as string, macroRun: ran.runId as string, bulkRun: bulk.id as string };
}

type Ids = Record<string, string>;
type Body = (ids: Ids) => Record<string, unknown>;

const actionsWith: Record<string, Body> = {
  'body.actions.0.assigneeId': ({ person }) => ({
    actions: [{ kind: 'assign', to: 'person', assigneeId: person }],
  }),
  'body.actions.0.teamId': ({ team }) => ({ actions: [{ kind: 'assign', to: 'team', teamId: team }] }),
  'body.actions.0.labelIds.0': ({ label }) => ({
    actions: [{ kind: 'labels', mode: 'add', labelIds: [label] }],
  }),
  'body.actions.0.cannedId': ({ canned }) => ({ actions: [{ kind: 'reply', cannedId: canned }] }),
  'body.actions.0.statusId': () => ({ actions: [{ kind: 'status', status: 'open' }] }),
};
const filtered: Body = () => ({ conversationIds: undefined, filters: { view: 'all' } });

/** Bodies in which an id of one place has a meaning. */
export const besideAutomated: Record<string, Record<string, Body>> = {
  'macros.create': actionsWith,
  'macros.change': actionsWith,
  'bulk.start': {
    'body.filters.inboxId': filtered,
    'body.filters.teamId': filtered,
    'body.filters.assigneeId': filtered,
    'body.filters.labelId': filtered,
    'body.filters.statusId': filtered,
    'body.action.assigneeId': ({ person }) => ({
      action: { kind: 'assign', to: 'person', assigneeId: person },
    }),
    'body.action.teamId': ({ team }) => ({ action: { kind: 'assign', to: 'team', teamId: team } }),
    'body.action.labelIds.0': ({ label }) => ({ action: { kind: 'labels', mode: 'add', labelIds: [label] } }),
    'body.action.macroId': ({ macro }) => ({ action: { kind: 'macro', macroId: macro } }),
    'body.action.statusId': () => ({ action: { kind: 'status', status: 'open' } }),
  },
};
