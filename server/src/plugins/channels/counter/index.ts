import type { ChannelPlugin, Settings } from '../../../modules/inboxes/port.ts';
import { manifest } from './manifest.ts';

const placeOf = (settings: Settings): string =>
  typeof settings.place === 'string' ? settings.place.trim() : '';

/**
 * In person, at the counter. Visits are written by the desk straight into the conversation, so nothing comes in from
 * outside and nothing goes out.
 */
export const counter: ChannelPlugin = {
  manifest,
  addressOf: (settings) => placeOf(settings) || manifest.name['pt-BR'],
  parse: () => {
    throw new Error('nothing is received at a counter');
  },
  send: async (message, io) => ({
    state: 'sent',
    externalId: message.messageId,
    at: io.now().toISOString(),
  }),
  repeatable: true,
  demo: { name: 'Balcão', settings: { place: 'Loja da Rua Riachuelo' } },
  test: async ({ settings }) => {
    const ok = placeOf(settings) !== '';
    return { ok, steps: [{ name: 'place', ok }] };
  },
};
