import type { Inbound, InboundMessage } from '@meada/contract/channels';
import type { CallContent } from '@meada/contract/content';
import type { z } from 'zod';
import { addressesOf } from './ids.ts';
import { defined, instant, line, number, type Raw, record, records } from './read.ts';
import type { Setting } from './setting.ts';

type Outcome = z.infer<typeof CallContent>['outcome'];

/** How a finished call ended, by the platform's word; a call that lasted was answered whatever the word. */
const outcomes: Record<string, Outcome> = { completed: 'answered', rejected: 'rejected', failed: 'failed' };

/** A call ended becomes a message of the thread; ringing and connecting do not. */
export function parseCall(call: Raw, setting: Setting): Inbound[] {
  const event = line(call.event, 64) ?? 'unknown';
  if (event !== 'terminate') return [{ kind: 'ignored', reason: `call:${event}` }];
  const out = call.direction === 'BUSINESS_INITIATED';
  const [contact] = records(setting.value.contacts);
  const name = line(record(contact?.profile)?.name, 256);
  const theirs = out
    ? addressesOf([call.to, call.to_user_id, contact?.wa_id, contact?.user_id], name)
    : addressesOf([call.from, call.from_user_id, contact?.wa_id, contact?.user_id], name);
  const own = addressesOf([call.from, record(setting.value.metadata)?.display_phone_number]).slice(0, 1);
  const [from, ...aliases] = out ? own : theirs;
  const externalId = line(call.id, 512);
  if (!from || !externalId) throw new Error('call without id or caller');
  const item: InboundMessage = {
    kind: 'message',
    externalId,
    at: instant(call.timestamp, setting.at),
    from,
    aliases: aliases.length > 0 ? aliases : undefined,
    proof: 'platform',
    echo: out || undefined,
    to: out ? theirs[0] : undefined,
    content: contentOf(call, out),
  };
  return [defined(item)];
}

function contentOf(call: Raw, out: boolean): z.infer<typeof CallContent> {
  const lasted = Math.max(0, Math.round(number(call.duration) ?? 0));
  const seconds = Number.isSafeInteger(lasted) ? lasted : 0;
  const word = (line(call.status, 64) ?? '').toLowerCase();
  const ended = outcomes[word] ?? 'failed';
  // To us a customer's call nobody took is a missed one: it wants a callback.
  const outcome = seconds > 0 ? 'answered' : ended === 'rejected' ? 'rejected' : out ? 'failed' : 'missed';
  return { v: 1, kind: 'call', direction: out ? 'out' : 'in', outcome, ...(seconds > 0 ? { seconds } : {}) };
}
