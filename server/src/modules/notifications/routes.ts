import * as contract from '@meada/contract/routes/push';
import { type Mounted, serve } from '../../kernel/http/route.ts';
import { changePushPreferences } from './change-push-preferences.ts';
import { dropPush } from './drop-push.ts';
import { personOf } from './person-of.ts';
import { subscribePush } from './subscribe-push.ts';
import { tryPush } from './try-push.ts';
import { vapidPair } from './vapid.ts';
import { devicesOf, preferencesOfOne } from './views.ts';

const done = { ok: true as const };

/** A person's own devices and what they are told. */
export const notificationRoutes: Mounted[] = [
  serve(contract.readPush, async (ctx) => {
    const person = personOf(ctx);
    const { publicKey } = await vapidPair(ctx);
    const devices = await devicesOf(ctx, person.id);
    return {
      publicKey,
      devices: devices.map(({ sessionId, createdAt, usedAt, ...device }) => ({
        ...device,
        createdAt: createdAt.toISOString(),
        usedAt: usedAt?.toISOString() ?? null,
        current: sessionId === person.sessionId,
      })),
      preferences: await preferencesOfOne(ctx, person.id),
    };
  }),
  serve(contract.subscribePush, (ctx, { body }, call) =>
    subscribePush(ctx, { ...body, agent: call.request.headers['user-agent'] ?? '' }),
  ),
  serve(contract.dropPush, async (ctx, { params }) => {
    await dropPush(ctx, params);
    return done;
  }),
  serve(contract.tryPush, async (ctx, { params }) => {
    await tryPush(ctx, params);
    return done;
  }),
  serve(contract.changePushPreferences, (ctx, { body }) => changePushPreferences(ctx, body)),
];
