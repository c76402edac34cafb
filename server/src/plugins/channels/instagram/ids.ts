import type { Address, IdentityKind } from '@meada/contract/channels';

/** Instagram-scoped id: the number of a person as one account knows it, in messages and in comments. */
export const addressKind = 'igsid';

/** The @name, where the platform tells no number: in captions and comments elsewhere. */
export const handleKind = 'ig_handle';
const handlePattern = /^\s*@?([a-z0-9._]{1,30})\s*$/i;

/** An address made of a name; undefined when it cannot be one. */
export function handleAddress(name: string): Address | undefined {
  const handle = handlePattern.exec(name)?.[1];
  return handle ? { kind: handleKind, value: handle.toLowerCase(), name: handle } : undefined;
}

export const identityKinds: IdentityKind[] = [
  {
    kind: addressKind,
    label: { 'pt-BR': 'Perfil do Instagram', en: 'Instagram profile', es: 'Perfil de Instagram' },
    canonical: (value) => /^\s*(\d{1,40})\s*$/.exec(value)?.[1] ?? null,
    matchKey: (canonical) => `igsid:${canonical}`,
  },
  {
    kind: handleKind,
    label: { 'pt-BR': '@ do Instagram', en: 'Instagram @', es: '@ de Instagram' },
    canonical: (value) => handlePattern.exec(value)?.[1]?.toLowerCase() ?? null,
    matchKey: (canonical) => `ig:${canonical}`,
  },
];
