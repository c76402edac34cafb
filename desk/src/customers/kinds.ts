import type { Locale } from '@meada/contract/primitives';
import { useTranslation } from 'react-i18next';
import { useChannels } from '../api/queries.ts';

type Kind = { kind: string; label: string; anonymous: boolean };

/** The addresses a customer may have, named by the channels that bring them; a telephone, a CPF and the like everybody may have. */
export function useIdentityKinds(): { kinds: Kind[]; nameOf(kind: string): string } {
  const { t, i18n } = useTranslation('customers');
  const channels = useChannels();
  const found = new Map<string, Kind>([
    ['phone', { kind: 'phone', label: t('identity.phone'), anonymous: false }],
    ...(['cpf', 'cnpj', 'loyalty', 'marketplace_buyer'] as const).map(
      (kind) => [kind, { kind, label: t(`common:address.${kind}`), anonymous: false }] as const,
    ),
  ]);
  for (const channel of channels) {
    for (const { kind, label, anonymous } of channel.identityKinds ?? []) {
      if (!found.has(kind)) found.set(kind, { kind, label: label[i18n.language as Locale], anonymous });
    }
  }
  return { kinds: [...found.values()], nameOf: (kind) => found.get(kind)?.label ?? kind };
}
