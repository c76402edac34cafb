import type { ChannelPlugin, ConnectionTest, Settings } from '../../../modules/inboxes/port.ts';
import { colourOf } from '../origins.ts';
import { manifest } from './manifest.ts';
import { parse } from './parse.ts';
import { arrivalOf } from './record.ts';
import { listOf, originOf } from './verify.ts';

export { allowSites } from './cors.ts';
export { lookOf } from './look.ts';
export { presentChat } from './present.ts';
export { arrivalOf, ChatRecord, externalIdOf } from './record.ts';
export { webchatRoutes } from './routes.ts';
export { originAllowed, verifyIdentify } from './verify.ts';
export { authenticateVisitor } from './visitor.ts';

/** The first allowed site, or else the name. */
function addressOf(settings: Settings): string {
  const first = listOf(settings.origins).map((entry) => originOf(entry.replace('://*.', '://')))[0];
  const name = typeof settings.name === 'string' ? settings.name.trim() : '';
  return first?.host || name || 'chat';
}

/** Nothing to connect to: the settings themselves are what can be wrong. */
async function test(io: { settings: Settings }): Promise<ConnectionTest> {
  const { origins, colour } = io.settings;
  const wrong = listOf(origins).filter((entry) => originOf(entry)?.origin !== entry.toLowerCase());
  const steps = [
    { name: 'origins', ok: wrong.length === 0, ...(wrong.length > 0 && { text: wrong.join(', ') }) },
    { name: 'colour', ok: typeof colour !== 'string' || colour === '' || colourOf(colour) !== null },
  ];
  return { ok: steps.every((step) => step.ok), steps };
}

/** Web chat: the visitor reads from our own database, so sending means nothing more than being stored. */
export const webchat: ChannelPlugin = {
  manifest,
  addressOf,
  parse,
  send: async (message, io) => ({
    state: 'sent',
    externalId: message.messageId,
    at: io.now().toISOString(),
  }),
  amend: async () => ({ state: 'sent' }),
  repeatable: true,
  demo: {
    name: 'Chat do site',
    settings: {
      name: 'Empório Fio & Meada',
      welcome: 'Oi! Somos o Empório Fio & Meada. Conte o que você está tecendo, a gente ajuda. 🧶',
      position: 'right',
    },
    second: {
      settings: (brand) => ({
        name: brand,
        welcome: `Oi! Aqui é o SAC da ${brand}. Em que podemos ajudar?`,
        position: 'right',
      }),
      // Each customer is a browser of their own.
      arrival: ({ id, ...said }) => arrivalOf({ v: 1, visitorId: id, clientId: id, ...said }),
    },
  },
  test,
};
