import type { Customer } from './app.ts';

/** The people of the demo; every address stays the same over restarts, so that the shop knows them again. */
export const customers: Record<string, Customer> = {
  ana: {
    name: 'Ana Prado',
    phone: '5541988776655',
    email: 'ana@cliente.example',
    account: 5_200_000_017,
    locale: 'pt-BR',
  },
  bruno: {
    name: 'Bruno Lima',
    phone: '5511977665544',
    email: 'bruno@cliente.example',
    account: 5_200_000_029,
    locale: 'pt-BR',
  },
};

/** A customer by key, or as the page sends it (own number edited); throws on anything else. */
export function customerOf(value: unknown): Customer {
  if (typeof value === 'string') {
    const known = Object.hasOwn(customers, value) ? customers[value] : undefined;
    if (known) return known;
  }
  const given = (typeof value === 'object' && value !== null ? value : {}) as Partial<
    Record<keyof Customer, unknown>
  >;
  const name = String(given.name ?? '').slice(0, 100);
  const phone = String(given.phone ?? '').replace(/\D/g, '');
  const email = String(given.email ?? '')
    .trim()
    .toLowerCase();
  const account = Number(given.account);
  const isSound = name !== '' && /^\d{8,15}$/.test(phone) && /^[^\s@<>]+@[^\s@<>]+$/.test(email);
  if (!isSound || !Number.isSafeInteger(account) || account <= 0) throw new Error('no such customer');
  const locale = given.locale === 'en' || given.locale === 'es' ? given.locale : 'pt-BR';
  return { name, phone, email, account, locale };
}
