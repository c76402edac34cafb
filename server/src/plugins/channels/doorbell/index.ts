import type { ChannelPlugin, ConnectionTest, Settings } from '../../../modules/inboxes/port.ts';
import { colourOf, listOf, originOf } from '../origins.ts';
import { manifest } from './manifest.ts';
import { parse } from './parse.ts';
import { linkOf } from './settings.ts';

export { allowPages, doorbellRoutes } from './routes.ts';

/** The first allowed site, or else the name. */
function addressOf(settings: Settings): string {
  const first = listOf(settings.origins).map((entry) => originOf(entry.replace('://*.', '://')))[0];
  const name = typeof settings.name === 'string' ? settings.name.trim() : '';
  return first?.host || name || 'site';
}

/** Nothing to connect to: the settings themselves are what can be wrong. */
async function test(io: { settings: Settings }): Promise<ConnectionTest> {
  const { origins, colour, links } = io.settings;
  const wrong = listOf(origins).filter((entry) => originOf(entry)?.origin !== entry.toLowerCase());
  const bad = listOf(links).filter((line) => linkOf(line) === null);
  const step = (name: string, list: string[]) => ({
    name,
    ok: list.length === 0,
    ...(list.length > 0 && { text: list.join(', ') }),
  });
  const steps = [
    step('origins', wrong),
    step('links', bad),
    { name: 'colour', ok: typeof colour !== 'string' || colour === '' || colourOf(colour) !== null },
  ];
  return { ok: steps.every((one) => one.ok), steps };
}

/** Buttons to the firm's channels and the form "call me" on any page. */
export const doorbell: ChannelPlugin = {
  manifest,
  addressOf,
  parse,
  send: async () => ({ state: 'failed', code: 'cannot', text: 'People are called here, not written to.' }),
  demo: {
    name: 'Botões do site',
    settings: {
      name: 'Empório Fio & Meada',
      words: 'Oi! Estou na página {page}.',
      subjects: ['Dúvida sobre um pedido', 'Ajuda para escolher o fio', 'Encomendas e atacado'],
      position: 'left',
    },
  },
  test,
};
