import type { IdentityKind } from '@meada/contract/channels';

/** Numbers a firm or a marketplace gives its customers: pure. */

/** A card of the firm's own loyalty scheme: letters and digits, however they are grouped. */
export const loyalty: IdentityKind = {
  kind: 'loyalty',
  label: { 'pt-BR': 'Número de fidelidade', en: 'Loyalty number', es: 'Número de fidelidad' },
  canonical: (value) => {
    const bare = value.length > 64 ? '' : value.replace(/[\s.-]/g, '').toUpperCase();
    return /^[0-9A-Z]{4,40}$/.test(bare) && /\d/.test(bare) ? bare : null;
  },
  matchKey: (canonical) => `loyalty:${canonical}`,
};

/** A buyer on a marketplace, `MARKETPLACE:ID`: buyer 42 of one is not buyer 42 of another. */
export const marketplaceBuyer: IdentityKind = {
  kind: 'marketplace_buyer',
  label: { 'pt-BR': 'Comprador de marketplace', en: 'Marketplace buyer', es: 'Comprador de marketplace' },
  canonical: (value) => {
    const [, place, id] = /^\s*([\p{L}\d_-]{2,40})\s*:\s*([\w.@-]{1,128})\s*$/u.exec(value) ?? [];
    return place && id ? `${place.toLowerCase()}:${id}` : null;
  },
  matchKey: (canonical) => `marketplace_buyer:${canonical}`,
};
