import type { Inbound } from '@meada/contract/channels';
import type { Setting } from './parse.ts';
import { instant, line, type Raw, record } from './read.ts';

/** Webhook fields that tell about the health of the account, its numbers and templates: shown to administrators. */
const notices = new Set([
  'account_alerts',
  'account_review_update',
  'account_update',
  'business_capability_update',
  'business_status_update',
  'business_username_update',
  'message_template_components_update',
  'message_template_quality_update',
  'message_template_status_update',
  'payment_configuration_update',
  'phone_number_name_update',
  'phone_number_quality_update',
  'security',
  'template_category_update',
]);

/** A change without messages: a notice about the account, or something of no interest (groups, history, flows …). */
export function parseAccount(setting: Setting, entry: Raw): Inbound[] {
  const { field, value } = setting;
  if (!notices.has(field)) return [{ kind: 'ignored', reason: `field:${field}` }];
  return [{ kind: 'notice', code: field, text: wordsOf(value), at: instant(entry.time, setting.at) }];
}

/** The value's plain facts as `name: value, …`, also one level down (violation, restriction, ban information). */
function wordsOf(value: Raw): string {
  const plain = (object: Raw): string[] =>
    Object.entries(object).flatMap(([name, inner]) => {
      const words = line(inner, 200);
      return words ? [`${name.slice(0, 64)}: ${words}`] : [];
    });
  const nested = Object.values(value).flatMap((inner) => plain(record(inner) ?? {}));
  return [...plain(value), ...nested].join(', ').slice(0, 1000).toWellFormed();
}
