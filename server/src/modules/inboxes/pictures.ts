import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Kernel } from '../../kernel/ctx.ts';
import { notFound } from '../../kernel/errors.ts';
import { channelFolders } from './channels.ts';

const types: Record<string, string> = { svg: 'image/svg+xml', webp: 'image/webp' };
const named = /^[a-z]{1,20}\.(?:pt-BR|en|es)\.(svg|webp)$/;

/**
 * Mounts the pictures of the channels' guides. Open to everybody: they are part of the program, not of anybody's data.
 * Only a channel that is there and a name of the known form reach the disk.
 */
export function mountPictures(app: FastifyInstance, kernel: Kernel): void {
  app.get('/api/channels/:channel/pictures/:name', async (request, reply) => {
    const { channel, name } = request.params as { channel: string; name: string };
    const type = types[named.exec(name)?.[1] ?? ''];
    if (!type || !kernel.ports.channels.has(channel)) throw notFound('picture');
    const bytes = await readFile(join(channelFolders, channel, 'pictures', name)).catch(() => null);
    if (!bytes) throw notFound('picture');
    return reply
      .headers({
        'content-type': type,
        'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        'cache-control': 'public, max-age=3600',
      })
      .send(bytes);
  });
}
