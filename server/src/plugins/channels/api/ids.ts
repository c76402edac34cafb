import type { Address, IdentityKind } from '@meada/contract/channels';
import type { Settings } from '../../../modules/inboxes/port.ts';

export const userKind = 'api_user';

/** `<base>:<id>`: the base keeps apart the users of different systems who happen to have the same id. */
const pattern = /^([^\s:]{1,64}):(?!\s)([^\p{Cc}\p{Cs}]{1,200})(?<!\s)$/u;

export const identityKind: IdentityKind = {
  kind: userKind,
  label: { 'pt-BR': 'Usuário do sistema', en: 'User of the system', es: 'Usuario del sistema' },
  canonical: (value) => (pattern.test(value) ? value : null),
  matchKey: (canonical) => `${userKind}:${canonical}`,
};

/** Whose users they are: the base named in the settings, which inboxes may share, else the inbox itself. */
export function baseOf(settings: Settings, inboxId: string): string {
  const named = typeof settings.userBase === 'string' ? settings.userBase.trim() : '';
  return /^[^\s:]{1,64}$/.test(named) ? named : inboxId;
}

export const addressOfUser = (base: string, user: { id: string; name?: string | undefined }): Address => ({
  kind: userKind,
  value: `${base}:${user.id}`,
  ...(user.name && { name: user.name }),
});

/** The other system's own id of a user, or null for somebody of another system. */
export function ownUserId(to: Address, base: string): string | null {
  const match = to.kind === userKind ? pattern.exec(to.value) : null;
  return match?.[1] === base ? (match[2] ?? null) : null;
}

/**
 * External id under which a dispatch waits to be pulled. It tells what lies in the outbox from what was pushed, also
 * after the inbox was changed from one to the other.
 */
export const waitingId = (dispatchId: string): string => `outbox:${dispatchId}`;

/** The id by which the other system knows a message of ours. */
export const bareId = (externalId: string): string => externalId.replace(/^outbox:/, '');
