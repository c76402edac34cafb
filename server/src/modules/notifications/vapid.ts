import type { Kernel } from '../../kernel/ctx.ts';
import { makeVapidPair, type VapidPair } from '../../kernel/web-push.ts';

const name = 'push-keys';
const context = `installation ${name}`;
const known = new WeakMap<Kernel['database'], Promise<VapidPair>>();

/** The pair by which push services know this installation: made once, by whichever process asks first, and kept sealed. */
export function vapidPair(kernel: Pick<Kernel, 'database' | 'secrets'>): Promise<VapidPair> {
  const pair = known.get(kernel.database) ?? readOrMake(kernel);
  known.set(kernel.database, pair);
  pair.catch(() => known.delete(kernel.database));
  return pair;
}

async function readOrMake({ database, secrets }: Pick<Kernel, 'database' | 'secrets'>): Promise<VapidPair> {
  const sealed = await database.asSystem(async (db) => {
    const read = () => db.selectFrom('installation').select('value').where('name', '=', name);
    const row = await read().executeTakeFirst();
    if (row) return row.value;
    const value = secrets.encrypt(JSON.stringify(makeVapidPair()), context);
    await db
      .insertInto('installation')
      .values({ name, value })
      .onConflict((on) => on.doNothing())
      .execute();
    return (await read().executeTakeFirstOrThrow()).value;
  });
  return JSON.parse(secrets.decrypt(sealed, context)) as VapidPair;
}
