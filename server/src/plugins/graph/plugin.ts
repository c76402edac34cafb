import type { ChannelManifest } from '@meada/contract/channels';
import type { ChannelIo, ChannelPlugin, ConnectionTest, Settings } from '../../modules/inboxes/port.ts';
import { connectPage, nameOf, signal, testAccount } from './account.ts';
import { type Amendments, amend } from './amend.ts';
import { accountKey, splitWebhook } from './arrivals.ts';
import { fetchMedia } from './media.ts';
import { parseWebhook } from './parse.ts';
import type { Platform } from './platform.ts';
import { send } from './send.ts';
import { accountOf } from './settings.ts';
import { challengeOf, rule } from './signature.ts';

type Own = {
  manifest: ChannelManifest;
  platform: Platform;
  amendments: Amendments;
  addressOf(settings: Settings): string;
  /** What follows the address of links to the chat. */
  linkPath(settings: Settings): string;
  /** A link may carry words, which the chat then opens with. */
  prefills?: boolean;
  lookUp?: ChannelPlugin['lookUp'];
  accountStep?(io: ChannelIo): Promise<ConnectionTest['steps'][number]>;
};

/** The `ref` of the firm's own buttons: it comes back with what the customer says, and is shown. */
const cameFrom = 'site';

/** The address of links to the chat, as the settings or the manifest's default has it. */
const linkBase = (settings: Settings, { settings: fields }: ChannelManifest): string =>
  accountOf(settings).linkUrl || String(fields.find(({ name }) => name === 'linkUrl')?.default ?? '');

/** A channel plug-in over the Graph API, from what is its own. */
export function graphChannel(own: Own): ChannelPlugin {
  const { manifest, platform, amendments } = own;
  return {
    manifest,
    addressOf: own.addressOf,
    webhook: {
      handshake: (request, settings) => challengeOf(request, accountOf(settings).verifyToken),
      verify: (request, settings) => rule.verify(accountOf(settings).appSecret, request),
      signedWith: (settings) => accountOf(settings).appSecret,
      arrivals: (request) => splitWebhook(request, platform.object),
      accounts: (settings) => {
        const id = platform.accountOf(accountOf(settings));
        return id ? [accountKey(platform.object, id)] : [];
      },
    },
    parse: (receipt, settings) => parseWebhook(platform, receipt, settings),
    send: (message, io) => send(platform, message, io),
    amend: (amendment, io) => amend(platform, { amendment, kinds: amendments }, io),
    fetchMedia,
    ...(own.lookUp ? { lookUp: own.lookUp } : {}),
    nameOf: (address, io) => nameOf(platform, address, io),
    connect: (io, webhookUrl) => connectPage(platform, io, webhookUrl),
    test: (io) => testAccount(platform, io, own.accountStep),
    signal,
    publicLink: (settings, words) => {
      const path = own.linkPath(settings);
      const query = new URLSearchParams({ ref: cameFrom });
      if (own.prefills && words) query.set('text', words.toWellFormed());
      return path
        ? `${linkBase(settings, manifest)}/${path}?${query.toString().replaceAll('+', '%20')}`
        : null;
    },
    switchLink: (token, settings) =>
      `${linkBase(settings, manifest)}/${own.linkPath(settings)}?ref=${encodeURIComponent(token)}`,
  };
}
