import type { Inbound } from '@meada/contract/channels';
import type { Receipt, Settings } from '../../../modules/inboxes/port.ts';
import { unknownAccount, unknownKind } from '../../graph/arrivals.ts';
import { object } from './arrivals.ts';
import { parseAccount } from './parse-account.ts';
import { parseCall } from './parse-call.ts';
import { parseEcho, parseMessage } from './parse-message.ts';
import { parseErrors, parseStatus } from './parse-status.ts';
import { parseUserIdUpdate } from './parse-system.ts';
import { type Raw, record, records, text } from './read.ts';
import type { Setting } from './setting.ts';
import { accountOf } from './settings.ts';

type Parser = (item: Raw, setting: Setting) => Inbound[];

/** Lists of a change's value and who reads their members. */
const lists: [name: string, parser: Parser][] = [
  ['messages', parseMessage],
  ['message_echoes', parseEcho],
  ['statuses', parseStatus],
  ['calls', parseCall],
  ['user_id_update', parseUserIdUpdate],
  ['errors', parseErrors],
];

/**
 * Turns one receipt (usually one item of a webhook, see `arrivals`) into items. Throws when it is no webhook of
 * ours or an item cannot be read; what is understood and of no interest comes back as `ignored` with the reason.
 */
export function parse(receipt: Receipt, settings: Settings): Inbound[] {
  const body = record(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(receipt.body)));
  if (!body || !Array.isArray(body.entry)) throw new Error('not a webhook of a WhatsApp Business account');
  if (body.object !== object) return unknownKind(body, receipt.receivedAt);
  const { phoneNumberId, phoneNumber } = accountOf(settings);
  const items = records(body.entry).flatMap((entry) =>
    records(entry.changes).flatMap((change) =>
      parseChange(change, entry, { receipt, phoneNumberId, phoneNumber }),
    ),
  );
  return items.length > 0 ? items : [{ kind: 'ignored', reason: 'empty' }];
}

type Around = { receipt: Receipt; phoneNumberId: string; phoneNumber: string };

function parseChange(change: Raw, entry: Raw, around: Around): Inbound[] {
  const { receipt, phoneNumberId, phoneNumber } = around;
  const value = record(change.value) ?? {};
  const field = text(change.field, 64) ?? 'unknown';
  const number = text(record(value.metadata)?.phone_number_id, 64);
  // One webhook address may serve several numbers of an account: here is only what no inbox takes.
  if (number && phoneNumberId && number !== phoneNumberId)
    return [
      unknownAccount(text(record(value.metadata)?.display_phone_number, 64), number, receipt.receivedAt),
    ];
  const setting: Setting = { value, field, at: receipt.receivedAt, phoneNumber };
  const items = lists.flatMap(([name, parser]) =>
    records(value[name]).flatMap((item) => parser(item, setting)),
  );
  return items.length > 0 ? items : parseAccount(setting, entry);
}
