import type { Inbound, InboundStatus } from '@meada/contract/channels';
import { Id } from '@meada/contract/primitives';
import { wordsOf } from '../../graph/call.ts';
import { isTemporary } from './errors.ts';
import { defined, instant, line, number, type Raw, records } from './read.ts';
import type { Setting } from './setting.ts';

/** The platform's states in ours; a voice message played was read. */
const states: Record<string, InboundStatus['state']> = {
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  played: 'read',
  failed: 'failed',
};

/** The fate of a message we sent. Prices and conversation ids are of no interest here. */
export function parseStatus(status: Raw, setting: Setting): Inbound[] {
  const name = line(status.status, 64) ?? 'unknown';
  const state = Object.hasOwn(states, name) ? states[name] : undefined;
  // Calls report "RINGING" and so on under the same name.
  if (!state || status.type === 'call') return [{ kind: 'ignored', reason: `status:${name}` }];
  const externalId = line(status.id, 512);
  if (!externalId) throw new Error('status without the id of its message');
  const [error] = records(status.errors);
  const dispatch = Id.safeParse(status.biz_opaque_callback_data);
  const item: InboundStatus = {
    kind: 'status',
    externalId,
    dispatchId: dispatch.success ? dispatch.data : undefined,
    state,
    at: instant(status.timestamp, setting.at),
    error: state === 'failed' ? errorOf(error ?? {}) : undefined,
  };
  return [defined(item)];
}

function errorOf(error: Raw): NonNullable<InboundStatus['error']> {
  const code = line(error.code, 32) ?? 'unknown';
  return { code, text: wordsOf(error), permanent: !isTemporary(number(error.code)) };
}

/** Errors of the account (`value.errors`), outside any message. */
export function parseErrors(error: Raw, setting: Setting): Inbound[] {
  const code = line(error.code, 32) ?? 'unknown';
  return [{ kind: 'notice', code: `error_${code}`, text: wordsOf(error), at: setting.at }];
}
