import type { ChannelGuide } from '../drawing.ts';

/** What the guide’s pictures are made of. */
export const guide: ChannelGuide = {
  platform: { 'pt-BR': 'O seu site', en: 'Your site', es: 'Su sitio' },
  screens: [
    {
      step: 2,
      path: { 'pt-BR': 'O endereço do seu site', en: 'Your site’s address', es: 'La dirección de su sitio' },
      wires: [
        {
          theirs: {
            'pt-BR': 'Endereço na barra do navegador',
            en: 'Address in the browser’s bar',
            es: 'Dirección en la barra del navegador',
          },
          ours: 'origins',
          to: 'meada',
        },
      ],
    },
    {
      step: 3,
      path: {
        'pt-BR': 'A página do seu site, antes de </body>',
        en: 'Your site’s page, before </body>',
        es: 'La página de su sitio, antes de </body>',
      },
      wires: [
        { theirs: 'src="…/widget/loader.js"', ours: 'meada', to: 'platform' },
        { theirs: 'data-inbox="…"', ours: 'key', to: 'platform' },
      ],
    },
  ],
  samples: {
    name: { 'pt-BR': 'Minha Loja', en: 'My Shop', es: 'Mi Tienda' },
    welcome: {
      'pt-BR': 'Oi! Como podemos ajudar?',
      en: 'Hello! How can we help?',
      es: '¡Hola! ¿En qué podemos ayudar?',
    },
    origins: {
      'pt-BR': 'https://www.minhaloja.com.br',
      en: 'https://www.myshop.com',
      es: 'https://www.mitienda.com',
    },
  },
};
