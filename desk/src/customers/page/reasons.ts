import type { TFunction } from 'i18next';

/** Reasons the server gives by code; what a person wrote is shown as it is. */
const known = new Set([
  'same_phone',
  'same_email',
  'same_identity',
  'same_address',
  'proof',
  'switch',
  'code',
  'link',
  'platform',
  'identity_change',
  'verified_identity',
  'suggestion',
  'alias',
  'token',
  'same_platform_person',
  'same_address_claimed',
  'claimed_contact',
  'shared_contact',
]);

/** Why two customers are, or may be, one. */
export const reasonText = (t: TFunction<'customers'>, reason: string): string =>
  known.has(reason) ? t(`reason.${reason}`) : reason;
