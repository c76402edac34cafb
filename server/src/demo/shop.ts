import type { Role } from '@meada/contract/permissions';

/** The demo shop: a small yarn shop in Curitiba. Its people sign in with one password that is printed at the start. */
export const shop = { slug: 'emporio-fio-meada', name: 'Empório Fio & Meada' } as const;

/** A second brand of the same firm, which answers by the SAC decree, and its inbox. */
export const sacBrand = { name: 'Meada Fibra', inbox: 'Chat da Meada Fibra' } as const;

/** Where its public page stands. */
export const shopPath = '/loja';

export const demoPassword = 'meada-demonstra';

type DemoPerson = { name: string; email: string; role: Role };

export const demoPeople: readonly [DemoPerson, ...DemoPerson[]] = [
  { name: 'Helena Duarte', email: 'helena@demo.example', role: 'owner' },
  { name: 'Marina Souza', email: 'marina@demo.example', role: 'agent' },
  { name: 'Caio Ferreira', email: 'caio@demo.example', role: 'agent' },
  { name: 'Teresa Nunes', email: 'teresa@demo.example', role: 'supervisor' },
];
