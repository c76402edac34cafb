import type { PushPreferences } from '@meada/contract/push';
import type { Ctx } from '../../kernel/ctx.ts';
import { Failure } from '../../kernel/errors.ts';
import { personOf } from './person-of.ts';
import { putPreferences } from './store.ts';

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** What the person who asks wants to be told, how much of it shows, and when it is quiet. */
export async function changePushPreferences(ctx: Ctx, wanted: PushPreferences): Promise<PushPreferences> {
  const person = personOf(ctx);
  if (!isZone(wanted.zone)) throw new Failure('malformed', 'This is no time zone.', { field: 'body.zone' });
  if ((wanted.quietFrom === null) !== (wanted.quietTo === null))
    throw new Failure('malformed', 'Quiet hours have a beginning and an end.', { field: 'body.quietTo' });
  const now = {
    ...wanted,
    kinds: [...new Set(wanted.kinds)],
    quietDays: [...new Set(wanted.quietDays)].sort(),
  };
  await putPreferences(ctx, person.id, now);
  return now;
}
