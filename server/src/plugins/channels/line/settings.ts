import type { Settings } from '../../../modules/inboxes/port.ts';
import { defaultApiUrl, defaultDataUrl, defaultLinkUrl } from './manifest.ts';

/** The settings as this channel uses them; what is missing is empty. */
export function accountOf(settings: Settings) {
  const word = (name: string) =>
    typeof settings[name] === 'string' ? (settings[name] as string).trim() : '';
  const address = (name: string, otherwise: string) => (word(name) || otherwise).replace(/\/+$/, '');
  return {
    basicId: `@${word('basicId').replace(/^@/, '')}`,
    channelSecret: word('channelSecret'),
    accessToken: word('accessToken'),
    apiUrl: address('apiUrl', defaultApiUrl),
    dataUrl: address('dataUrl', defaultDataUrl),
    linkUrl: address('linkUrl', defaultLinkUrl),
  };
}
