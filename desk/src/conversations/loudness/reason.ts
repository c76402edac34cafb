import type { LoudnessReason } from '@meada/contract/public';
import type { TFunction } from 'i18next';

/** A reason in words. */
export function reasonText(t: TFunction<'conversations'>, reason: LoudnessReason, locale: string): string {
  const { code, detail = '' } = reason;
  const number = new Intl.NumberFormat(locale);
  if (code === 'value') return t('loud.value');
  if (code === 'repeat' || code === 'unanswered') return t(`loud.${code}`, { count: Number(detail) });
  return t(`loud.${code}`, { detail: code === 'reach' && detail ? number.format(Number(detail)) : detail });
}
