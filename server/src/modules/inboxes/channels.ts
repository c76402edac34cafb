import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChannelInfo } from '@meada/contract/channels';
import type { Translated } from '@meada/contract/primitives';
import { notFound } from '../../kernel/errors.ts';
import { sizeOf } from './picture-size.ts';
import type { Channels } from './registry.ts';

/** Where the plug-ins bring their pictures and guides, each in a folder of its own name. */
export const channelFolders = join(import.meta.dirname, '../../plugins/channels');

const guideNames: Record<keyof Translated, string> = {
  'pt-BR': 'setup.md',
  en: 'setup.en.md',
  es: 'setup.es.md',
};

const icons = new Map<string, Promise<string>>();
const guides = new Map<string, Promise<Translated>>();

/** A file of a plug-in's folder; '' when there is none (a plug-in of a test has no folder). */
const paper = (id: string, name: string): Promise<string> =>
  readFile(join(channelFolders, id, name), 'utf8').catch(() => '');

/** The guide with the size of each picture behind its name, so that a page keeps its place while they load. */
async function withSizes(id: string, guide: string): Promise<string> {
  const names = new Set([...guide.matchAll(/\]\(pictures\/([\w.-]+)/g)].map(([, name = '']) => name));
  const sized = await Promise.all(
    [...names].map(async (name) => {
      const size = await readFile(join(channelFolders, id, 'pictures', name)).then(sizeOf, () => null);
      return [name, size ? `${name}#${size.width}x${size.height}` : name] as const;
    }),
  );
  const named = new Map(sized);
  return guide.replace(
    /\]\(pictures\/([\w.-]+)/g,
    (_, name: string) => `](pictures/${named.get(name) ?? name}`,
  );
}

/** What is read once for each channel. */
function once<T>(known: Map<string, Promise<T>>, id: string, read: () => Promise<T>): Promise<T> {
  const found = known.get(id) ?? read();
  known.set(id, found);
  return found;
}

const iconOf = (id: string): Promise<string> => once(icons, id, () => paper(id, 'icon.svg'));

/** How a channel is set up, in three languages. Throws `not_found` where no plug-in has that name. */
export async function guideOf(channels: Channels, id: string): Promise<{ text: Translated }> {
  if (!channels.has(id)) throw notFound('channel');
  const text = await once(guides, id, async () => {
    const read = Object.entries(guideNames).map(
      async ([locale, name]) => [locale, await withSizes(id, await paper(id, name))] as const,
    );
    return Object.fromEntries(await Promise.all(read)) as Translated;
  });
  return { text };
}

/** The channel plug-ins as the desk reads them: manifests without their functions, with pictures; guides are asked for one by one. */
export const channelInfos = (channels: Channels): Promise<ChannelInfo[]> =>
  Promise.all(
    [...channels.values()].map(async ({ manifest }) => ({
      id: manifest.id,
      name: manifest.name,
      description: manifest.description,
      capabilities: manifest.capabilities,
      limits: manifest.limits,
      settings: manifest.settings,
      ...(manifest.consents ? { consents: manifest.consents } : {}),
      identityKinds: manifest.identityKinds.map(({ kind, label, anonymous }) => ({
        kind,
        label,
        anonymous: anonymous ?? false,
      })),
      icon: await iconOf(manifest.id),
    })),
  );
