import type { Shop } from '../../modules/customers/testing.ts';

/** Things of the firm's side of an inbox, as rows. */

/** What a platform says of an inbox's account. */
export const noticed = (shop: Shop, inboxId: string): Promise<string> =>
  shop.run(async (ctx) => {
    const id = ctx.ids.uuid();
    const row = { org_id: ctx.orgId, id, inbox_id: inboxId, at: ctx.clock.now() };
    await ctx.db
      .insertInto('inbox_notices')
      .values({ ...row, code: id, level: 'warning', text: 'x' })
      .execute();
    return id;
  });

const words = 'Agora também aqui';
const texts = { 'pt-BR': words, en: words, es: words };

/** An inbox that is being announced, to nobody yet. */
export const announced = (shop: Shop, inboxId: string): Promise<string> =>
  shop.run(async (ctx) => {
    const id = ctx.ids.uuid();
    const row = { org_id: ctx.orgId, id, inbox_id: inboxId, per_minute: 1, created_by: 'system:' };
    const next_at = new Date(ctx.clock.now().getTime() + 86_400_000);
    await ctx.db
      .insertInto('announcements')
      .values({ ...row, next_at, texts: JSON.stringify(texts) })
      .execute();
    return id;
  });
