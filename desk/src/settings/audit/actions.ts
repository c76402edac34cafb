import type { TFunction } from 'i18next';

/** Actions the trail tells in words; one nobody translated yet is shown by its name. */
const known = new Set([
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
  'inbox.created',
  'inbox.added',
  'inbox.changed',
  'inbox.deleted',
  'inbox.tested',
  'receipt.replayed',
  'canned.created',
  'canned.changed',
  'canned.deleted',
  'label.created',
  'label.deleted',
  'customer.created',
  'customer.changed',
  'customer.merged',
  'customer.unmerged',
  'customer.exported',
  'identity.added',
  'identity.verified',
  'suggestion.accepted',
  'suggestion.dismissed',
  'conversation.created',
  'conversation.started',
  'conversation.changed',
  'conversation.assigned',
  'conversation.resolved',
  'conversation.reopened',
  'message.sent',
]);

/** An action in the reader's words: "mudou as permissões de uma função". */
export const actionText = (t: TFunction<'settings'>, action: string): string =>
  known.has(action) ? t(`action.${action}`) : action;

/** Facts as short lines of name and value; ids of other things are left out, they say nothing to a person. */
export function factLines(facts: Record<string, unknown>): { name: string; value: string }[] {
  const isId = (value: unknown) => typeof value === 'string' && /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(value);
  return Object.entries(facts)
    .filter(
      ([, value]) =>
        value !== null &&
        value !== undefined &&
        !isId(value) &&
        !(Array.isArray(value) && value.length === 0),
    )
    .map(([name, value]) => ({
      name,
      value: Array.isArray(value)
        ? value.join(', ')
        : typeof value === 'object'
          ? JSON.stringify(value)
          : String(value),
    }));
}
