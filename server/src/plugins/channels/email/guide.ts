import type { ChannelGuide } from '../drawing.ts';

/** What the guide’s pictures are made of. Names: Google Cloud and Microsoft Entra, registering an app. */
export const guide: ChannelGuide = {
  platform: { 'pt-BR': 'Google ou Microsoft', en: 'Google or Microsoft', es: 'Google o Microsoft' },
  screens: [
    {
      step: 1,
      path: {
        'pt-BR': 'Google Cloud → APIs e serviços → Credenciais → ID do cliente OAuth',
        en: 'Google Cloud → APIs & Services → Credentials → OAuth client ID',
        es: 'Google Cloud → API y servicios → Credenciales → ID de cliente de OAuth',
      },
      wires: [
        {
          theirs: {
            'pt-BR': 'URIs de redirecionamento autorizados',
            en: 'Authorized redirect URIs',
            es: 'URI de redireccionamiento autorizados',
          },
          ours: 'redirect',
          to: 'platform',
        },
        {
          theirs: { 'pt-BR': 'ID do cliente', en: 'Client ID', es: 'ID de cliente' },
          ours: 'oauthClientId',
          to: 'meada',
        },
        {
          theirs: { 'pt-BR': 'Chave secreta do cliente', en: 'Client secret', es: 'Secreto del cliente' },
          ours: 'oauthClientSecret',
          to: 'meada',
        },
      ],
    },
    {
      step: 2,
      path: {
        'pt-BR': 'Microsoft Entra → Registros de aplicativo',
        en: 'Microsoft Entra → App registrations',
        es: 'Microsoft Entra → Registros de aplicaciones',
      },
      wires: [
        {
          theirs: {
            'pt-BR': 'URI de redirecionamento (Web)',
            en: 'Redirect URI (Web)',
            es: 'URI de redirección (Web)',
          },
          ours: 'redirect',
          to: 'platform',
        },
        {
          theirs: {
            'pt-BR': 'ID do aplicativo (cliente)',
            en: 'Application (client) ID',
            es: 'Id. de aplicación (cliente)',
          },
          ours: 'oauthClientId',
          to: 'meada',
          value: '11de338f-3443-4c96-8fa5-…',
        },
        {
          theirs: {
            'pt-BR': 'ID do diretório (locatário)',
            en: 'Directory (tenant) ID',
            es: 'Id. de directorio (inquilino)',
          },
          ours: 'oauthTenant',
          to: 'meada',
        },
        {
          theirs: {
            'pt-BR': 'Segredos do cliente → Valor',
            en: 'Client secrets → Value',
            es: 'Secretos de cliente → Valor',
          },
          ours: 'oauthClientSecret',
          to: 'meada',
        },
      ],
      ticks: ['IMAP.AccessAsUser.All', 'SMTP.Send', 'offline_access'],
    },
  ],
  samples: {
    address: { 'pt-BR': 'sac@minhaloja.com.br', en: 'support@myshop.com', es: 'soporte@mitienda.com' },
    name: { 'pt-BR': 'Minha Loja', en: 'My Shop', es: 'Mi Tienda' },
    imapHost: 'imap.gmail.com',
    imapPort: '993',
    imapSecurity: 'tls',
    imapUser: '',
    smtpHost: 'smtp.gmail.com',
    smtpPort: '465',
    smtpSecurity: 'tls',
    smtpUser: '',
    signature: {
      'pt-BR': 'Minha Loja · Atendimento',
      en: 'My Shop · Customer care',
      es: 'Mi Tienda · Atención',
    },
    oauthClientId: '418…apps.googleusercontent.com',
    oauthTenant: '6fe2c527-f885-4a20-…',
  },
};
