import type { Inbound } from '@meada/contract/channels';
import { addressOf } from './ids.ts';
import { instant, line, type Raw, record } from './read.ts';
import type { Setting } from './setting.ts';

/** System messages by which an address of a human changes; the first two names are of older API versions. */
const changes = new Set(['customer_changed_number', 'user_changed_number', 'user_changed_user_id']);

/**
 * A system message. A new number brings a new business-scoped user id with it; where there is only the user id, only
 * that changes. Everything else the platform tells this way (new security key, …) is of no interest.
 */
export function parseSystem(message: Raw, receivedAt: string): Inbound[] {
  const system = record(message.system) ?? {};
  const type = line(system.type, 64) ?? 'unknown';
  if (!changes.has(type)) return [{ kind: 'ignored', reason: `system:${type}` }];
  const at = instant(message.timestamp, receivedAt);
  const newNumber = system.wa_id ?? system.new_wa_id;
  const found = [
    ...change(message.from ?? system.customer, newNumber, at),
    ...change(system.previous_user_id, system.user_id, at),
    ...change(system.previous_parent_user_id, system.parent_user_id, at),
  ];
  if (found.length === 0) throw new Error('change of identity without the old and the new id');
  return found;
}

/** The change as some partners still send it: `value.user_id_update`. */
export function parseUserIdUpdate(update: Raw, setting: Setting): Inbound[] {
  const at = instant(update.timestamp, setting.at);
  const ids = ['user_id', 'parent_user_id'].flatMap((name) => {
    const pair = record(update[name]) ?? {};
    return change(pair.previous, pair.current, at);
  });
  return ids.length > 0 ? ids : [{ kind: 'ignored', reason: 'user_id_update' }];
}

function change(before: unknown, after: unknown, at: string): Inbound[] {
  const from = addressOf(before);
  const to = addressOf(after);
  return from && to && from.value !== to.value ? [{ kind: 'identity_change', from, to, at }] : [];
}
