import type { Identity } from '@meada/contract/routes/customers';
import { useTranslation } from 'react-i18next';

/** Sources of what a customer merely said (`claim:<where>`); a plain `claim` is what forms left before there were several. */
const places: Record<string, string> = {
  claim: 'form',
  'claim:form': 'form',
  'claim:card': 'card',
  'claim:reply_to': 'reply_to',
};

/** Words for an address that is only claimed ("given in a form"), or null for any other. */
export function useClaimWords(): (identity: Pick<Identity, 'source' | 'verifiedAt'>) => string | null {
  const { t } = useTranslation('conversations');
  return ({ source, verifiedAt }) => {
    const place = verifiedAt === null ? places[source] : undefined;
    return place ? t(`conversations:claim.${place}`) : null;
  };
}
