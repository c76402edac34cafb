import type { Inbound, InboundTemplateChange, NoticeLevel } from '@meada/contract/channels';
import { phoneKey } from '../../../kernel/phone.ts';
import { defined, instant, line, type Raw, record, text } from './read.ts';
import type { Setting } from './setting.ts';
import { costOf, qualityOf, stateOf } from './templates.ts';

type Level = (value: Raw) => NoticeLevel;

const word = (value: Raw, ...names: string[]): string =>
  names.map((name) => line(value[name], 64)?.toUpperCase()).find((one) => one !== undefined) ?? '';
const among =
  (names: string[], grave: string[], harmless: string[]): Level =>
  (value) => {
    const said = word(value, ...names);
    if (grave.includes(said)) return 'grave';
    return harmless.includes(said) ? 'info' : 'warning';
  };
const info: Level = () => 'info';

/** Webhook fields that tell about the health of the account, its numbers and templates, and how bad what they say is. */
const notices: Record<string, Level> = {
  account_alerts: among(['alert_severity'], ['CRITICAL'], ['INFORMATIONAL', 'INFO']),
  account_review_update: among(['decision'], ['REJECTED'], ['APPROVED']),
  account_update: among(
    ['event'],
    ['DISABLED_UPDATE', 'ACCOUNT_RESTRICTION', 'ACCOUNT_DELETED', 'ACCOUNT_VIOLATION', 'PARTNER_REMOVED'],
    [
      'VERIFIED_ACCOUNT',
      'PARTNER_ADDED',
      'PARTNER_APP_INSTALLED',
      'BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE',
      'VOLUME_BASED_PRICING_TIER_UPDATE',
      'PARTNER_CLIENT_CERTIFICATION_STATUS_UPDATE',
    ],
  ),
  business_capability_update: info,
  business_status_update: among(['event'], ['COMPROMISED_NOTIFICATION'], []),
  business_username_update: info,
  message_template_components_update: info,
  payment_configuration_update: info,
  phone_number_name_update: among(['decision'], [], ['APPROVED']),
  phone_number_quality_update: among(
    ['event'],
    [],
    ['UNFLAGGED', 'UPGRADE', 'THROUGHPUT_UPGRADE', 'ONBOARDING'],
  ),
  security: among(['event'], [], []),
};

type Change = (value: Raw) => Partial<InboundTemplateChange>;

/** What the platform tells of one template. */
const changes: Record<string, Change> = {
  message_template_status_update: (value) => {
    const event = word(value, 'event');
    if (event === 'DELETED' || event === 'PENDING_DELETION') return { gone: true, reason: event };
    const reason = line(value.reason, 200);
    const details =
      text(record(value.rejection_info)?.reason, 500) ?? text(record(value.other_info)?.description, 500);
    const words = [reason === 'NONE' ? undefined : reason, details].filter(Boolean).join(': ');
    return { state: stateOf(event), reason: words || (stateOf(event) === 'approved' ? null : event) };
  },
  message_template_quality_update: (value) => ({ quality: qualityOf(value.new_quality_score) ?? null }),
  template_category_update: (value) => ({
    cost: costOf(value.new_category),
    nextCost: costOf(value.correct_category) ?? null,
  }),
};

/** Template news that somebody has to know of: it can no longer be sent, it costs more, or people do not like it. */
function templateNotice({ state, quality, nextCost, gone }: Partial<InboundTemplateChange>): boolean {
  return (
    gone === true || state === 'paused' || state === 'rejected' || quality === 'low' || Boolean(nextCost)
  );
}

/** A change without messages: a notice about the account, news of a template, or something of no interest (groups, history, flows …). */
export function parseAccount(setting: Setting, entry: Raw): Inbound[] {
  const { field, value, phoneNumber } = setting;
  const at = instant(entry.time, setting.at);
  if (Object.hasOwn(changes, field)) return parseTemplate(setting, at);
  const level = Object.hasOwn(notices, field) ? notices[field] : undefined;
  if (!level) return [{ kind: 'ignored', reason: `field:${field}` }];
  const about = line(value.display_phone_number, 64);
  // An account may have several numbers; each inbox hears of its own.
  if (about && phoneNumber && phoneKey(about) !== phoneKey(phoneNumber))
    return [{ kind: 'ignored', reason: 'another_number' }];
  return [
    { kind: 'notice', code: field, level: level(value), text: wordsOf(value), facts: factsOf(value), at },
  ];
}

function parseTemplate({ field, value }: Setting, at: string): Inbound[] {
  const name = line(value.message_template_name, 512);
  const language = line(value.message_template_language, 16);
  if (!name || !language) throw new Error('template news without the name of the template');
  const change = changes[field]?.(value) ?? {};
  const item: Inbound = defined({ kind: 'template_change' as const, name, language, at, ...change });
  if (!templateNotice(change)) return [item];
  // One notice for each template: another one's must not take its place.
  const code = `${field}:${name}`.slice(0, 64);
  return [item, { kind: 'notice', code, level: 'warning', text: wordsOf(value), facts: factsOf(value), at }];
}

/** The value's plain facts, also one level down (violation, restriction, ban information). */
function plainOf(value: Raw): [string, string][] {
  const plain = (object: Raw): [string, string][] =>
    Object.entries(object).flatMap(([name, inner]): [string, string][] => {
      const words = line(inner, 200);
      return words ? [[name.slice(0, 64), words]] : [];
    });
  return [...plain(value), ...Object.values(value).flatMap((inner) => plain(record(inner) ?? {}))];
}

const factsOf = (value: Raw): Record<string, string> =>
  Object.fromEntries(
    plainOf(value)
      .slice(0, 20)
      .map(([name, words]) => [name, words.toWellFormed()]),
  );

/** As one line `name: value, …`. */
function wordsOf(value: Raw): string {
  return plainOf(value)
    .map(([name, words]) => `${name}: ${words}`)
    .join(', ')
    .slice(0, 1000)
    .toWellFormed();
}
