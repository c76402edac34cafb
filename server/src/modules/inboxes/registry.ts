import type { Locale } from '@meada/contract/primitives';
import type { ChannelPlugin } from './port.ts';

declare module '../../kernel/ctx.ts' {
  interface Ports {
    channels: Channels;
  }
}

/** Channel plug-ins by their manifest's id. */
export type Channels = ReadonlyMap<string, ChannelPlugin>;

/** The plug-ins as modules ask for them. */
export const collectChannels = (plugins: readonly ChannelPlugin[]): Channels =>
  new Map(plugins.map((plugin) => [plugin.manifest.id, plugin]));

/** How channels are called in a language, by their id; one whose plug-in is gone goes by its id. */
export const channelNames =
  (channels: Channels, locale: Locale) =>
  (id: string): string =>
    channels.get(id)?.manifest.name[locale] ?? id;
