import type { Kernel } from '../kernel/ctx.ts';
import { makeKernel } from '../kernel/kernel.ts';
import { portsOf } from '../plugins/registry.ts';
import { openStorage, type Storage, type StorageOptions } from '../storage.ts';
import { type CliCall, CliError } from './command.ts';

/** Runs with the storage open: the running server's, or one that is started and stopped for this. */
export async function withStorage<T>(
  call: CliCall,
  brings: NonNullable<StorageOptions['brings']>,
  work: (storage: Storage) => Promise<T>,
): Promise<T> {
  const storage = await openStorage(call.config, { say: call.say, brings, attaches: true });
  try {
    return await work(storage);
  } finally {
    await storage.close();
  }
}

/** Runs with the kernel of the house; what a running server remembers is seconds old at most. */
export const withKernel = <T>(call: CliCall, work: (kernel: Kernel) => Promise<T>): Promise<T> =>
  withStorage(call, 'new', async (storage) => {
    const kernel = await makeKernel({ ...call.config, logLevel: 'silent' }, storage.urls, {
      ports: portsOf(),
    });
    try {
      return await work(kernel);
    } finally {
      await kernel.close();
    }
  });

/** The organisation of a slug or an id. Throws `not_found`. */
export async function organisationOf(kernel: Kernel, name: string): Promise<{ id: string; slug: string }> {
  const row = await kernel.database.asSystem((db) =>
    db
      .selectFrom('organisations')
      .select(['id', 'slug'])
      .where((where) =>
        /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(name)
          ? where.or([where('id', '=', name), where('slug', '=', name)])
          : where('slug', '=', name),
      )
      .executeTakeFirst(),
  );
  if (!row) throw new CliError('not_found', `There is no organisation ${name}.`);
  return row;
}
