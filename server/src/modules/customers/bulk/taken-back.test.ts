import { PostalInput } from '@meada/contract/routes/postal';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Ctx } from '../../../kernel/ctx.ts';
import { openTown, type Shop, type Town } from '../testing.ts';
import { editedSince } from './edited.ts';
import type { CustomerDraft } from './rules.ts';
import { writeDrafts } from './write.ts';

let town: Town;
let shop: Shop;
beforeAll(async () => {
  town = await openTown();
  shop = await town.shop('Armazem');
});
afterAll(() => town?.stop());

/** A clock on which every reading is a millisecond later, as some readings are on every clock. */
function ticking(ctx: Ctx): Ctx {
  let at = ctx.clock.now().getTime();
  const now = (): Date => {
    at += 1;
    return new Date(at);
  };
  return { ...ctx, clock: { ...ctx.clock, now } };
}

const draft: CustomerDraft = {
  ...{ n: 1, kind: 'human', name: 'Vera Dias', birthDate: null, locale: null, addresses: [] },
  ...{ documents: ['MG-123'], postal: PostalInput.parse({ street: 'Rua das Flores', number: '7' }) },
  ...{ company: { name: 'Fios do Vale', role: 'compras' }, note: 'prefere tarde', labelIds: [], fields: {} },
  facts: [{ kind: 'order_number', value: 'AB-77', canonical: 'ab77' }],
};

it('what a list has just written was edited by nobody, whenever the clock ticks', async () => {
  const edited = await shop.run(async (ctx) => {
    const of = { known: 'fill', madeHere: async () => new Set<string>() } as const;
    const [written] = await writeDrafts(ticking(ctx), [draft], of);
    if (!written?.customerId || !written.made) throw new Error('nothing was written');
    const { customerId, made } = written;
    return editedSince(ctx, [{ n: 1, customerId, made }]);
  });
  expect([...edited]).toEqual([]);
});
