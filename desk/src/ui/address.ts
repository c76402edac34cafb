import type { Locale } from '@meada/contract/primitives';
import type { Identity } from '@meada/contract/routes/customers';
import { useTranslation } from 'react-i18next';
import { useChannels } from '../api/queries.ts';

/**
 * Words for an address: what its kind is called, and what to show for it. The id of a browser says nothing to a person, so
 * such an address is shown by its kind.
 */
export function useAddressWords() {
  const { t, i18n } = useTranslation('common');
  const kinds = useChannels().flatMap((channel) => channel.identityKinds ?? []);
  const find = (kind: string) => kinds.find((one) => one.kind === kind);
  // The house's own kinds are named by no channel that might not be there.
  const own: Record<string, string> = {
    phone: t('common:address.phone'),
    cpf: t('common:address.cpf'),
  };
  const kindOf = (kind: string): string => own[kind] ?? find(kind)?.label[i18n.language as Locale] ?? kind;
  return {
    kindOf,
    isAnonymous: (kind: string): boolean => find(kind)?.anonymous === true,
    wordsOf: (identity: Pick<Identity, 'kind' | 'display'>): string =>
      find(identity.kind)?.anonymous ? kindOf(identity.kind) : identity.display,
  };
}

const brazilian = /^\+55([1-9]\d)(9?\d{4})(\d{4})$/;
/** A platform's number or code for an account: it names nobody to a person. */
const opaque = /^(?:[A-Z]{2}[.:])?\d{6,}$|^(?=[\w-]*\d)(?=[\w-]*[A-Z])(?=[\w-]*[a-z])[\w-]{14,}$/;

/** A Brazilian telephone as people write it, "+55 41 97700-3344"; anything else as it is. */
export const phoneWords = (value: string): string => value.replace(brazilian, '+55 $1 $2-$3');

/** An address for a list: '' for a platform's code, which would only be noise there. */
export const listedAddress = (display: string): string => (opaque.test(display) ? '' : phoneWords(display));
