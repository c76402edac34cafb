import type { IdentityKind } from '@meada/contract/channels';

/** Page-scoped id: the number of a person as one page knows it, in messages and in comments. */
export const addressKind = 'psid';

export const identityKinds: IdentityKind[] = [
  {
    kind: addressKind,
    label: { 'pt-BR': 'Perfil do Facebook', en: 'Facebook profile', es: 'Perfil de Facebook' },
    canonical: (value) => /^\s*(\d{1,40})\s*$/.exec(value)?.[1] ?? null,
    matchKey: (canonical) => `psid:${canonical}`,
  },
];
