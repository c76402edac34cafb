import type { IdentityKind } from '@meada/contract/channels';

/** Instagram-scoped id: the number of a person as one account knows it, in messages and in comments. */
export const addressKind = 'igsid';

export const identityKinds: IdentityKind[] = [
  {
    kind: addressKind,
    label: { 'pt-BR': 'Perfil do Instagram', en: 'Instagram profile', es: 'Perfil de Instagram' },
    canonical: (value) => /^\s*(\d{1,40})\s*$/.exec(value)?.[1] ?? null,
    matchKey: (canonical) => `igsid:${canonical}`,
  },
];
