import { useTranslation } from 'react-i18next';

/** Name of a purpose: the house's own have words here. */
export const useWords = () => {
  const { t } = useTranslation('privacy');
  return (purpose: { name: string; label: string } | null): string => {
    if (!purpose) return t('consent.everything');
    return purpose.label || t(`purpose.${purpose.name}`);
  };
};
