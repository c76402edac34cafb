import type { ChannelManifest } from '@meada/contract/channels';
import type { ConsentOffer, Settings } from '../../../modules/inboxes/port.ts';

/**
 * Providers that want OAuth 2 instead of a password. Google: "Using OAuth 2.0 for Web Server Applications" and "OAuth 2.0
 * Mechanism" of Gmail. Microsoft: "Authenticate an IMAP, POP or SMTP connection using OAuth". Both take XOAUTH2.
 */
type Provider = {
  authorizeUrl: string;
  tokenUrl: string;
  scopes: string[];
  neededScopes: string[];
  parameters: Record<string, string>;
  imap: { host: string; port: number; security: string };
  smtp: { host: string; port: number; security: string };
  /** The provider itself lays what was sent into the Sent folder. */
  keepsSent: boolean;
};

const mailScope = 'https://mail.google.com/';
const outlook = ['https://outlook.office.com/IMAP.AccessAsUser.All', 'https://outlook.office.com/SMTP.Send'];

const providers: Record<string, Provider> = {
  google: {
    authorizeUrl: 'https://accounts.google.com/o/oauth2/v2/auth',
    tokenUrl: 'https://oauth2.googleapis.com/token',
    scopes: [mailScope, 'openid', 'email'],
    neededScopes: [mailScope],
    // Without `consent` a second sign-in brings no refresh token.
    parameters: { access_type: 'offline', prompt: 'consent' },
    imap: { host: 'imap.gmail.com', port: 993, security: 'tls' },
    smtp: { host: 'smtp.gmail.com', port: 465, security: 'tls' },
    keepsSent: true,
  },
  microsoft: {
    authorizeUrl: 'https://login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize',
    tokenUrl: 'https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token',
    scopes: [...outlook, 'offline_access', 'openid', 'email'],
    neededScopes: outlook,
    parameters: { prompt: 'select_account' },
    imap: { host: 'outlook.office365.com', port: 993, security: 'tls' },
    smtp: { host: 'smtp.office365.com', port: 587, security: 'starttls' },
    keepsSent: true,
  },
};

const label = (name: string) => ({
  'pt-BR': `Entrar com ${name}`,
  en: `Sign in with ${name}`,
  es: `Entrar con ${name}`,
});

export const consents: NonNullable<ChannelManifest['consents']> = [
  { provider: 'google', label: label('Google') },
  { provider: 'microsoft', label: label('Microsoft') },
];

/** A tenant is an id, a domain or one of Microsoft's words; anything else could lead elsewhere. */
const tenantShape = /^[A-Za-z0-9][A-Za-z0-9.-]{0,120}$/;

/** How to sign in at a provider, with the program of the inbox's settings when they name one. Pure. */
export function consent(provider: string, settings: Settings): ConsentOffer | null {
  const known = Object.hasOwn(providers, provider) ? providers[provider] : undefined;
  if (!known) return null;
  const said = String(settings.oauthTenant ?? '').trim();
  const tenant = tenantShape.test(said) ? said : 'common';
  const id = String(settings.oauthClientId ?? '').trim();
  const secret = String(settings.oauthClientSecret ?? '');
  const { authorizeUrl, tokenUrl, scopes, neededScopes, parameters } = known;
  return {
    authorizeUrl: authorizeUrl.replace('{tenant}', tenant),
    tokenUrl: tokenUrl.replace('{tenant}', tenant),
    scopes,
    neededScopes,
    parameters,
    client: id ? { id, ...(secret ? { secret } : {}) } : null,
  };
}

/** The servers of a provider's accounts: need not be typed in. */
export const serversOf = (
  provider: string | undefined,
): Pick<Provider, 'imap' | 'smtp' | 'keepsSent'> | null =>
  (provider !== undefined && Object.hasOwn(providers, provider) && providers[provider]) || null;
