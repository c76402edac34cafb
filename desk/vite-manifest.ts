import type { Plugin } from 'vite';

/** What the installed app is called and where its shortcuts lead, in each language of the desk. */
const words = {
  'pt-BR': {
    description: 'Atendimento, clientes e conversas em um só lugar.',
    shortcuts: ['Minhas conversas', 'Esperando resposta', 'Clientes', 'Buscar'],
  },
  en: {
    description: 'Service, customers and conversations in one place.',
    shortcuts: ['My conversations', 'Waiting for an answer', 'Customers', 'Search'],
  },
  es: {
    description: 'Atención, clientes y conversaciones en un solo lugar.',
    shortcuts: ['Mis conversaciones', 'Esperando respuesta', 'Clientes', 'Buscar'],
  },
};
const places = ['/conversations?view=mine', '/conversations?view=waiting', '/customers', '/search'];

const icon = (name: string, size: number, purpose = 'any') => ({
  src: `/icons/${name}-${size}.png`,
  sizes: `${size}x${size}`,
  type: 'image/png',
  purpose,
});

/** The manifest of the installable app in one language. It is one app in all of them: the id stays. */
export function manifestIn(locale: keyof typeof words): object {
  const { description, shortcuts } = words[locale];
  return {
    id: '/conversations',
    name: 'Meada',
    short_name: 'Meada',
    description,
    lang: locale,
    dir: 'ltr',
    start_url: '/conversations',
    scope: '/',
    display: 'standalone',
    display_override: ['standalone', 'minimal-ui'],
    orientation: 'any',
    // The page's own theme-color says what holds in the dark; here stands the plate the app opens on.
    theme_color: '#0b6e64',
    background_color: '#f6f7f8',
    categories: ['business', 'productivity'],
    // A click on a notification or shortcut goes to the window that is open.
    launch_handler: { client_mode: 'navigate-existing' },
    icons: [
      icon('app', 192),
      icon('app', 512),
      icon('maskable', 192, 'maskable'),
      icon('maskable', 512, 'maskable'),
      icon('badge', 96, 'monochrome'),
    ],
    shortcuts: shortcuts.map((name, at) => ({ name, url: places[at], icons: [icon('app', 192)] })),
  };
}

/** Lays a manifest per language beside the page. */
export function manifests(): Plugin {
  return {
    name: 'meada:manifests',
    generateBundle() {
      for (const locale of Object.keys(words) as (keyof typeof words)[]) {
        const source = JSON.stringify(manifestIn(locale));
        this.emitFile({ type: 'asset', fileName: `manifest.${locale}.webmanifest`, source });
      }
    },
  };
}
