import type { IdentityKind } from '@meada/contract/channels';

/** One browser, named by the visitor token. */
export const visitorKind = 'visitor';
/** A signed-in user of the firm's site, vouched for by the site's signature. */
export const siteUserKind = 'site_user';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export const identityKinds: IdentityKind[] = [
  {
    kind: visitorKind,
    anonymous: true,
    label: { 'pt-BR': 'Visitante do site', en: 'Site visitor', es: 'Visitante del sitio' },
    canonical: (value) => {
      const id = value.trim().toLowerCase();
      return uuid.test(id) ? id : null;
    },
    matchKey: (canonical) => `visitor:${canonical}`,
  },
  {
    kind: siteUserKind,
    label: { 'pt-BR': 'Usuário do site', en: 'Site user', es: 'Usuario del sitio' },
    // `base:id`. User 42 of one shop is not user 42 of another: the base keeps them apart. Ids are case-sensitive.
    canonical: (value) => /^[^\s:]+:\S(?:.*\S)?$/s.exec(value)?.[0] ?? null,
    matchKey: (canonical) => `site_user:${canonical}`,
  },
];
