import { useTranslation } from 'react-i18next';

type Values = Record<string, string | number | boolean | null>;

/** Words of a line of the thread about what the SAC decree gives the customer. */
export function SacLine({ code, values }: { code: string; values: Values }) {
  const { t } = useTranslation('sac');
  const name = code.replace('sac_', '');
  if (name === 'history') return t(values.customer ? 'line.historyByCustomer' : 'line.history');
  if (name === 'stuck')
    return t('line.stuck', {
      what: t(`kind.${values.kind}`),
      reason: t(`reason.${values.reason}`, { defaultValue: t('reason.failed') }),
    });
  return t(`line.${name}`);
}
