import { z } from 'zod';
import { Id, textOf } from '../primitives.ts';
import { defineRoute } from '../route.ts';
import { HandOver } from '../work.ts';

/** Warm hand-over: a conversation stays with who has it until somebody has said yes. */

export { HandOver, HandOverEnd } from '../work.ts';

const ofConversation = z.strictObject({ id: Id });
export const askHandOver = defineRoute({
  id: 'routing.askHandOver',
  method: 'POST',
  path: '/api/conversations/:id/hand-over',
  access: 'conversations.reply',
  summary:
    'Asks a colleague, or whoever of a queue the router chooses, to take over what the caller has; it stays the caller’s until that is accepted. 409 `no_capacity` or `not_available` where the colleague has no room or is not there, `conflict` while it is asked already',
  params: ofConversation,
  body: z
    .strictObject({
      agentId: Id.optional(),
      /** Without a colleague: the router chooses among who serves it. */
      queueId: Id.optional(),
      /** What the next one should know: a note in the conversation, which the customer does not see. */
      note: textOf(2000).default(''),
      /** Tells the customer in a line who goes on, once it is accepted. */
      introduce: z.boolean().default(false),
    })
    .refine(({ agentId, queueId }) => agentId !== undefined || queueId !== undefined, {
      error: 'nobody_named',
    }),
  response: HandOver,
});
export const cancelHandOver = defineRoute({
  id: 'routing.cancelHandOver',
  method: 'DELETE',
  path: '/api/conversations/:id/hand-over',
  access: 'conversations.reply',
  summary: 'Takes back what was asked: by who asked, or who leads; 409 `taken` when it is over',
  params: ofConversation,
  response: z.strictObject({ ok: z.literal(true) }),
});

/** What holds for the routing of the whole house. */
export const RoutingSettings = z.strictObject({
  handOver: z
    .strictObject({
      /** How long a named colleague is asked: long enough to end a sentence, short enough for who waits. */
      askSeconds: z.number().int().min(15).max(3600).default(120),
      /** How long somebody of a queue is looked for. */
      lookSeconds: z.number().int().min(30).max(86_400).default(300),
    })
    .prefault({}),
});
export type RoutingSettings = z.infer<typeof RoutingSettings>;

export const readRoutingSettings = defineRoute({
  id: 'routing.settings',
  method: 'GET',
  path: '/api/routing/settings',
  access: 'routing.manage',
  summary: 'What holds for the routing of the whole house: how long a hand-over is asked',
  response: RoutingSettings,
});
export const putRoutingSettings = defineRoute({
  id: 'routing.putSettings',
  method: 'PUT',
  path: '/api/routing/settings',
  access: 'routing.manage',
  summary: 'Sets what holds for the routing of the whole house; what is asked now keeps its time',
  body: RoutingSettings,
  response: RoutingSettings,
});
