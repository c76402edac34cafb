import type { OutboundMessage } from '@meada/contract/channels';
import type { ChannelPlugin, Settings } from '../../../modules/inboxes/port.ts';
import { canonicalMail, manifest } from './manifest.ts';
import { parse } from './parse.ts';
import { sitesOf } from './sites.ts';

const mailOf = (settings: Settings): string =>
  canonicalMail(typeof settings.address === 'string' ? settings.address : '') ?? '';
const namesOf = (settings: Settings): string =>
  sitesOf(settings)
    .map((site) => site.name)
    .join(', ');

/**
 * Complaint sites without an interface. The notices come to an address of this inbox at the house's own mail receiver
 * (found by its route key, as any mailbox there); answers are pasted by a person.
 */
export const complaints: ChannelPlugin = {
  manifest,
  addressOf: (settings) => mailOf(settings) || namesOf(settings) || manifest.name['pt-BR'],
  routeKeys: (settings) => (mailOf(settings) ? [`email:${mailOf(settings)}`] : []),
  parse,
  writtenDown: (said) => ({
    externalId: `hand:${said.clientId}`,
    body: new TextEncoder().encode(JSON.stringify(said)),
    headers: {},
    facts: { hand: true },
  }),
  send: async (message: OutboundMessage) =>
    message.side === 'public'
      ? { state: 'by_hand' }
      : { state: 'failed', code: 'not_possible', text: 'Nobody is written to in private from here.' },
  test: async ({ settings }) => {
    const sites = sitesOf(settings);
    const steps = sites.map((site) => ({
      name: site.name,
      ok: site.domains.length > 0,
      ...(site.domains.length > 0 ? { text: site.domains.join(', ') } : { text: 'no sender domain' }),
    }));
    return { ok: steps.length > 0 && steps.every((step) => step.ok), steps };
  },
};
