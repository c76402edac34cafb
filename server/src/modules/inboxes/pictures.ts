import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Kernel } from '../../kernel/ctx.ts';
import { notFound } from '../../kernel/errors.ts';
import { channelFolders } from './channels.ts';

const types: Record<string, string> = { svg: 'image/svg+xml', webp: 'image/webp' };
const named = /^[a-z]{1,20}\.(?:pt-BR|en|es)\.(svg|webp)$/;

/** Runs nothing, loads nothing, even when it is opened by itself. */
const still = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

type Asked = { channel: string; file: string; type: string | undefined };

async function serve(
  kernel: Kernel,
  reply: FastifyReply,
  { channel, file, type }: Asked,
): Promise<FastifyReply> {
  if (!type || !kernel.ports.channels.has(channel)) throw notFound('picture');
  const bytes = await readFile(join(channelFolders, channel, file)).catch(() => null);
  if (!bytes) throw notFound('picture');
  return reply
    .headers({
      'content-type': type,
      'content-security-policy': still,
      // The shop's own pages show the icons of its channels.
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': 'public, max-age=3600',
    })
    .send(bytes);
}

/**
 * Mounts the icons of the channels and the pictures of their guides. Open to everybody: they are part of the program, not
 * of anybody's data. Only a channel that is there and a name of the known form reach the disk.
 */
export function mountPictures(app: FastifyInstance, kernel: Kernel): void {
  app.get('/api/channels/:channel/icon.svg', (request, reply) => {
    const { channel } = request.params as { channel: string };
    return serve(kernel, reply, { channel, file: 'icon.svg', type: types.svg });
  });
  app.get('/api/channels/:channel/pictures/:name', (request, reply) => {
    const { channel, name } = request.params as { channel: string; name: string };
    const type = types[named.exec(name)?.[1] ?? ''];
    return serve(kernel, reply, { channel, file: join('pictures', name), type });
  });
}
