import { permissions } from '@meada/contract/permissions';
import type { TFunction } from 'i18next';

/** Actions the trail tells in words; one nobody translated yet is shown by its name. */
const known = new Set([
  'hours.created',
  'hours.changed',
  'hours.deleted',
  'holidays.changed',
  'agreement.created',
  'agreement.changed',
  'agreement.deleted',
  'agreement.ordered',
  'sac.on',
  'sac.off',
  'sac.asked',
  'sac.handed',
  'sac.finished',
  'scheduled.dropped',
  'status.created',
  'status.changed',
  'status.ordered',
  'pipeline.created',
  'pipeline.changed',
  'pipeline.archived',
  'deal_reasons.changed',
  'deal.dropped',
  'task.dropped',
  'survey_rule.saved',
  'survey_rule.dropped',
  'segment.created',
  'segment.changed',
  'segment.dropped',
  'session.started',
  'password.changed',
  'password.reset',
  'password.link_made',
  'factor.on',
  'factor.off',
  'person.created',
  'person.changed',
  'person.invited',
  'invitation.accepted',
  'invitation.revoked',
  'team.created',
  'team.changed',
  'team.deleted',
  'role.changed',
  'key.created',
  'key.revoked',
  'organisation.created',
  'organisation.changed',
  'inbox.added',
  'inbox.changed',
  'inbox.archived',
  'inbox.restored',
  'brand.created',
  'brand.changed',
  'brand.deleted',
  'receipt.replayed',
  'inbox.resynced',
  'receipts.replayed',
  'announcement.started',
  'announcement.stopped',
  'duty.waived',
  'template.submitted',
  'template.deleted',
  'macro.created',
  'macro.changed',
  'macro.deleted',
  'macro.run',
  'macro.undone',
  'conversations.bulk',
  'conversations.bulk_undone',
  'canned.created',
  'canned.changed',
  'canned.deleted',
  'label.created',
  'label.changed',
  'label.deleted',
  'savedView.created',
  'savedView.changed',
  'savedView.deleted',
  'workspace.standardSet',
  'conversation.followersAdded',
  'conversation.followersRemoved',
  'workspace.standardRemoved',
  'customer.created',
  'customer.changed',
  'customer.merged',
  'customer.unmerged',
  'identity.added',
  'identity.vouched',
  'suggestion.dismissed',
  'message.retried',
  'message.confirmed',
  'field.created',
  'field.changed',
  'field.archived',
  'field.restored',
  'field.ordered',
  'field.looked',
  'customer.note_deleted',
  'customer.file_dropped',
  'customer.blocked',
  'customer.unblocked',
  'customer.document_added',
  'customer.document_dropped',
  'customer.address_added',
  'customer.address_changed',
  'customer.address_dropped',
  'customer.preference',
  'customer.preference_dropped',
  'customer.fact_added',
  'customer.fact_ended',
  'company.member_joined',
  'company.member_changed',
  'company.member_left',
  'company.member_dropped',
  'company.domains_changed',
  'postal.provider_changed',
  'consent.given',
  'consent.withdrawn',
  'privacy.purpose_saved',
  'privacy.settings_changed',
  'privacy.hold_set',
  'privacy.hold_released',
  'privacy.package_asked',
  'privacy.package_ready',
  'privacy.package_fetched',
  'privacy.request_opened',
  'privacy.request_proven',
  'privacy.request_changed',
  'privacy.request_answered',
  'privacy.erasure_confirmed',
  'privacy.erasure_blocked',
  'privacy.erased',
  'privacy.retention_changed',
  'privacy.retention_run',
  'privacy.purged',
  'privacy.incident_opened',
  'privacy.incident_changed',
  'privacy.incident_due',
  'privacy.incident_late',
  'privacy.request_due',
  'privacy.request_late',
]);

/** An action in the reader's words: "mudou as permissões de uma função". */
export const actionText = (t: TFunction<'settings'>, action: string): string =>
  known.has(action) ? t(`action.${action}`) : action;

/** Names and values of facts that have words; the rest are shown as they are written down. */
const factNames = new Set([
  'fields',
  'what',
  'settings',
  'role',
  'visibility',
  'active',
  'scopes',
  'added',
  'removed',
  'teamsChanged',
  'membersChanged',
  'sessionsEnded',
  'secondFactor',
  'switched',
  'reason',
  'channel',
  'kind',
]);
const fieldNames = new Set([
  'name',
  'locale',
  'timeZone',
  'hoursId',
  'awayMessage',
  'settings',
  'active',
  'teamId',
  'brandId',
  'reopenHours',
  'notes',
  'customFields',
  'email',
]);

/** What the trail needs to tell of things by their names. */
export type Words = { t: TFunction<'settings'>; channel(id: string): string; kind(kind: string): string };

function valueText({ t, channel, kind }: Words, name: string, value: unknown): string {
  if (typeof value === 'boolean') return t(`value.${value}`);
  if (typeof value !== 'string') return typeof value === 'object' ? JSON.stringify(value) : String(value);
  if (name === 'role') return t(`role.${value}`, { defaultValue: value });
  if (name === 'visibility') return t(`visibility.${value}`, { defaultValue: value });
  if (name === 'channel') return channel(value);
  if (name === 'kind') return kind(value);
  if (isPermission(value)) return t(`permission.${value}`);
  return (name === 'fields' || name === 'what') && fieldNames.has(value) ? t(`field.${value}`) : value;
}

const isPermission = (value: string): boolean => (permissions as readonly string[]).includes(value);
const isId = (value: unknown): boolean =>
  typeof value === 'string' && /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(value);
const isEmpty = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  value === 0 ||
  value === false ||
  (Array.isArray(value) && value.length === 0);

/** Facts as short lines of name and value; ids of other things are left out, they say nothing to a person. */
export function factLines(words: Words, facts: Record<string, unknown>): { name: string; value: string }[] {
  return (
    Object.entries(facts)
      .filter(([name, value]) => !isId(value) && (!isEmpty(value) || (name === 'active' && value === false)))
      // A whole report is for programs to read: it is in the trail's own answer.
      .filter(([, value]) => Array.isArray(value) || typeof value !== 'object')
      .map(([name, value]) => ({
        name: factNames.has(name) ? words.t(`fact.${name}`) : name,
        value: (Array.isArray(value) ? value : [value]).map((one) => valueText(words, name, one)).join(', '),
      }))
  );
}
