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
