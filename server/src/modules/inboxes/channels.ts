import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChannelInfo } from '@meada/contract/channels';
import type { Translated } from '@meada/contract/primitives';
import { sizeOf } from './picture-size.ts';
import type { Channels } from './registry.ts';

/** Where the plug-ins bring their pictures and guides, each in a folder of its own name. */
export const channelFolders = join(import.meta.dirname, '../../plugins/channels');

const guideNames: Record<keyof Translated, string> = {
  'pt-BR': 'setup.md',
  en: 'setup.en.md',
  es: 'setup.es.md',
};

type Papers = Pick<ChannelInfo, 'icon' | 'setup'>;
const known = new Map<string, Promise<Papers>>();

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

/** The picture (SVG) and the guides of a channel, read once. */
async function readPapers(id: string): Promise<Papers> {
  const icon = await paper(id, 'icon.svg');
  const guides = await Promise.all(
    Object.entries(guideNames).map(
      async ([locale, name]) => [locale, await withSizes(id, await paper(id, name))] as const,
    ),
  );
  return { icon, setup: Object.fromEntries(guides) as Translated };
}

function papersOf(id: string): Promise<Papers> {
  const papers = known.get(id) ?? readPapers(id);
  known.set(id, papers);
  return papers;
}

/** The channel plug-ins as the desk reads them: manifests without their functions, with pictures and guides. */
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
      ...(await papersOf(manifest.id)),
    })),
  );
