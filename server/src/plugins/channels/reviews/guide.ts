import type { ChannelGuide } from '../drawing.ts';

/** What the guide’s pictures are made of. Names: Google Cloud “Credentials”, OAuth 2.0 Playground. */
export const guide: ChannelGuide = {
  platform: 'Google Cloud',
  screens: [
    {
      step: 3,
      path: {
        'pt-BR': 'APIs e serviços → Credenciais → ID do cliente OAuth',
        en: 'APIs & Services → Credentials → OAuth client ID',
        es: 'API y servicios → Credenciales → ID de cliente de OAuth',
      },
      wires: [
        {
          theirs: { 'pt-BR': 'ID do cliente', en: 'Client ID', es: 'ID de cliente' },
          ours: 'clientId',
          to: 'meada',
        },
        {
          theirs: { 'pt-BR': 'Chave secreta do cliente', en: 'Client secret', es: 'Secreto del cliente' },
          ours: 'clientSecret',
          to: 'meada',
        },
      ],
      ticks: [
        {
          'pt-BR': 'Redirecionamento: https://developers.google.com/oauthplayground',
          en: 'Redirect: https://developers.google.com/oauthplayground',
          es: 'Redirección: https://developers.google.com/oauthplayground',
        },
      ],
    },
    {
      step: 4,
      path: 'OAuth 2.0 Playground → Step 2',
      wires: [{ theirs: 'Refresh token', ours: 'refreshToken', to: 'meada' }],
      ticks: ['Use your own OAuth credentials', 'https://www.googleapis.com/auth/business.manage'],
    },
    {
      step: 5,
      path: 'accounts/…/locations/…',
      wires: [
        { theirs: 'accounts/1122334455', ours: 'account', to: 'meada' },
        { theirs: 'locations/500600700800', ours: 'location', to: 'meada' },
      ],
    },
  ],
  samples: {
    account: '1122334455',
    location: '500600700800',
    clientId: '418…apps.googleusercontent.com',
    placeId: 'ChIJ2eUgeAK6j4ARbn5u_wAGqWA',
  },
};
