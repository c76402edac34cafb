import { z } from 'zod';
import { Id, Instant } from '../primitives.ts';
import { PushPreferences } from '../push.ts';
import { defineRoute } from '../route.ts';

/** Notifications on a person's devices: which browsers, and what they are told. Everybody's own affair. */

const done = z.strictObject({ ok: z.literal(true) });

export const readPush = defineRoute({
  id: 'push.read',
  method: 'GET',
  path: '/api/push',
  access: 'person',
  summary: 'The key browsers subscribe with, one’s own devices, and what they are told',
  response: z.strictObject({
    publicKey: z.string(),
    devices: z.array(
      z.strictObject({
        id: Id,
        /** Signed in with the session that asks. */
        current: z.boolean(),
        agent: z.string(),
        /** Of the browser's push service. */
        host: z.string(),
        createdAt: Instant,
        usedAt: Instant.nullable(),
      }),
    ),
    preferences: PushPreferences,
  }),
});
export const subscribePush = defineRoute({
  id: 'push.subscribe',
  method: 'POST',
  path: '/api/push/subscriptions',
  access: 'person',
  summary: 'Lets this browser be told; the same browser again is the same device',
  perMinute: 20,
  body: z.strictObject({
    endpoint: z.url({ protocol: /^https?$/ }).max(1000),
    p256dh: z.string().regex(/^[\w-]{80,100}=?$/),
    auth: z.string().regex(/^[\w-]{20,30}=*$/),
  }),
  response: z.strictObject({ id: Id }),
});
export const dropPush = defineRoute({
  id: 'push.drop',
  method: 'DELETE',
  path: '/api/push/subscriptions/:id',
  access: 'person',
  summary: 'Ends a device of one’s own',
  params: z.strictObject({ id: Id }),
  response: done,
});
export const tryPush = defineRoute({
  id: 'push.try',
  method: 'POST',
  path: '/api/push/subscriptions/:id/try',
  access: 'person',
  summary: 'Sends a notification to a device of one’s own, to see that it comes',
  perMinute: 6,
  params: z.strictObject({ id: Id }),
  response: done,
});
export const changePushPreferences = defineRoute({
  id: 'push.preferences',
  method: 'PUT',
  path: '/api/push/preferences',
  access: 'person',
  summary: 'What one is told, how much of it shows, and when it is quiet',
  body: PushPreferences,
  response: PushPreferences,
});
