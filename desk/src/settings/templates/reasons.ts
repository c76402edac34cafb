import type { TFunction } from 'i18next';

/** Reasons that platforms give by a word of their own; others are shown as they say them. */
const known = new Set([
  'ABUSIVE_CONTENT',
  'INVALID_FORMAT',
  'PROMOTIONAL',
  'SCAM',
  'TAG_CONTENT_MISMATCH',
  'NON_TRANSIENT_ERROR',
  'DISABLED',
  'PAUSED',
  'PENDING_DELETION',
  'DELETED',
]);

/** Why a template was refused, in the reader's words; what follows the platform's word stays as it is. */
export function rejectionOf(t: TFunction<'firm'>, reason: string): string {
  const [word = '', ...rest] = reason.split(': ');
  const said = known.has(word) ? t(`models.reason.${word}`) : word;
  return [said, ...rest].filter(Boolean).join(': ');
}
