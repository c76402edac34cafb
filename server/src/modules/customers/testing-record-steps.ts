import type { Ctx } from '../../kernel/ctx.ts';
import type { Shop } from './testing.ts';

/**
 * What people do to a customer's record, for histories by chance: each step is played in two houses, one of which merges.
 * Things are written on the customer number `at`; later steps change them through whoever they were written for.
 */

export type RecordWorld = {
  shop: Shop;
  ids: readonly string[];
  labels: readonly string[];
  /** What was made, by kind and in the same order in both houses; `at` is whose it is. */
  things: Map<string, { id: string; at: number; of?: string }[]>;
};
/** `group`: numbers of everybody merged with `at`, it included; in the house that merges one call does for all. */
export type Place = { at: number; group: readonly number[]; merges: boolean };
type Step = { a: number; b: number };
type Parsed = ReturnType<typeof JSON.parse>;

const pathOf = (world: RecordWorld, at: number): string => `/api/customers/${world.ids[at]}`;
const keep = (world: RecordWorld, kind: string, thing: { id: string; at: number; of?: string }): void => {
  world.things.set(kind, [...(world.things.get(kind) ?? []), thing]);
};
/** Takes one thing of a kind out of the list, or leaves it there. */
function take(world: RecordWorld, kind: string, { a, drops }: { a: number; drops: boolean }) {
  const list = world.things.get(kind) ?? [];
  const thing = list[a % Math.max(1, list.length)];
  if (thing && drops)
    world.things.set(
      kind,
      list.filter((one) => one !== thing),
    );
  return thing;
}

const count = (world: RecordWorld, kind: string): number => world.things.get(kind)?.length ?? 0;

type Make = (world: RecordWorld, step: Step, at: number) => Promise<string>;
/** Each answers the id of what it made; values are nobody else's, so that no step is for nothing. */
const makes: Readonly<Record<string, Make>> = {
  note: async ({ shop, ...world }, { b }, at) =>
    (
      await shop.owner.ok('POST', `${pathOf({ shop, ...world }, at)}/notes`, {
        text: `note ${b}`,
        pinned: b % 2 === 0,
      })
    ).id,
  document: async (world, { b }, at) => {
    const number = `${b}-${at}-${count(world, 'document')}`;
    const record = await world.shop.owner.ok('POST', `${pathOf(world, at)}/documents`, {
      kind: 'rg',
      number,
    });
    return record.documents.find((one: Parsed) => one.number === number).id;
  },
  address: async (world, { b }, at) => {
    const street = `Rua ${b}-${at}-${count(world, 'address')}`;
    const body = { street, city: 'Curitiba', preferred: b % 2 === 0 };
    const { items } = await world.shop.owner.ok('POST', `${pathOf(world, at)}/addresses`, body);
    return items.find((one: Parsed) => one.street === street).id;
  },
  fact: async (world, { b }, at) => {
    const value = `P${b}X${at}X${count(world, 'fact')}`;
    const { items } = await world.shop.owner.ok('POST', `${pathOf(world, at)}/facts`, {
      kind: 'order_number',
      value,
    });
    return items.find((one: Parsed) => one.value === value).id;
  },
  deal: async (world, { b }, at) =>
    (
      await world.shop.owner.ok('POST', '/api/deals', {
        title: `Deal ${b}`,
        customerId: world.ids[at],
        value: b,
      })
    ).id,
  file: (world, { b }, at) =>
    world.shop.run(async (ctx) => {
      const [id, fileId, at0] = [ctx.ids.uuid(), ctx.ids.uuid(), ctx.clock.now()];
      const row = { org_id: ctx.orgId, type: 'image/png', size: b };
      await ctx.db
        .insertInto('files')
        .values({ ...row, id: fileId, hash: Buffer.from([b % 256]) })
        .execute();
      const kept = { ...row, id, customer_id: world.ids[at] ?? '', file_id: fileId, thumbnail_id: fileId };
      await ctx.db
        .insertInto('customer_files')
        .values({ ...kept, kind: 'image', name: `${b}.png`, added_kind: 'system', created_at: at0 })
        .execute();
      return id;
    }),
};

/** A tie to a company of its own, so that nobody is of it already. */
async function tie(world: RecordWorld, { b }: Step, at: number): Promise<void> {
  const of = await world.shop.run(async (ctx: Ctx) => {
    const id = ctx.ids.uuid();
    const row = { org_id: ctx.orgId, id, canonical_id: id, kind: 'company', name: `Firma ${b}` };
    await ctx.db.insertInto('customers').values(row).execute();
    return id;
  });
  const body = { customerId: world.ids[at], role: `r${b}` };
  keep(world, 'tie', {
    id: (await world.shop.owner.ok('POST', `/api/customers/${of}/members`, body)).id,
    at,
    of,
  });
}

type Change = readonly [
  kind: string,
  method: 'PATCH' | 'PUT' | 'DELETE',
  path: string,
  body?: (step: Step) => object,
];
const changes: Readonly<Record<string, Change>> = {
  editNote: [
    'note',
    'PATCH',
    '/notes/',
    ({ b }) => (b % 3 === 0 ? { pinned: b % 2 === 0 } : { text: `other ${b}` }),
  ],
  dropNote: ['note', 'DELETE', '/notes/'],
  dropDocument: ['document', 'DELETE', '/documents/'],
  changeAddress: [
    'address',
    'PUT',
    '/addresses/',
    ({ b }) => ({ street: `Avenida ${b}`, city: 'Lapa', preferred: b % 2 === 0 }),
  ],
  dropAddress: ['address', 'DELETE', '/addresses/'],
  endFact: ['fact', 'DELETE', '/facts/'],
  dropFile: ['file', 'DELETE', '/files/'],
};

async function changeTie(world: RecordWorld, step: Step, drops: boolean): Promise<void> {
  const thing = take(world, 'tie', { ...step, drops });
  const path = `/api/customers/${thing?.of}/members/${thing?.id}`;
  if (thing && drops) await world.shop.owner.ok('DELETE', path);
  else if (thing) await world.shop.owner.ok('PATCH', path, { role: `other ${step.b}` });
}

async function changeDeal(world: RecordWorld, step: Step): Promise<void> {
  const drops = step.b % 4 === 0;
  const thing = take(world, 'deal', { ...step, drops });
  if (thing && drops) await world.shop.owner.ok('DELETE', `/api/deals/${thing.id}`);
  else if (thing)
    await world.shop.owner.ok('PATCH', `/api/deals/${thing.id}`, { value: step.b, title: `Now ${step.b}` });
}

/** What is taken off a customer goes from everybody merged into them: in the other house each is told. */
async function forGroup(
  world: RecordWorld,
  place: Place,
  call: (path: string) => Promise<unknown>,
): Promise<void> {
  for (const at of place.merges ? [place.at] : place.group) await call(pathOf(world, at));
}

async function state(world: RecordWorld, { b }: Step, place: Place): Promise<void> {
  const { owner } = world.shop;
  const value = [
    { kind: 'language', locale: ['pt-BR', 'es', 'en'][b % 3] },
    { kind: 'hours', hours: { from: 8, to: 9 + (b % 14) } },
  ][b % 2];
  if (b % 5 === 0)
    await forGroup(world, place, (path) => owner.ok('DELETE', `${path}/preferences/${value?.kind}`));
  else await owner.ok('PUT', `${pathOf(world, place.at)}/preferences`, { value });
}

async function consent(world: RecordWorld, { b }: Step, at: number): Promise<void> {
  const given = { purpose: 'marketing', state: 'given', note: `said ${b}` };
  const body = b % 2 ? given : { purpose: b % 3 ? 'marketing' : null, state: 'withdrawn' };
  await world.shop.owner.ok('POST', `${pathOf(world, at)}/consents`, body);
}

/** Labels are those of the group: new ones are the root's, one that is taken off goes from everybody. */
async function label(world: RecordWorld, { b }: Step, place: Place): Promise<void> {
  const wanted = world.labels.filter((_, index) => (b >> index) % 2 === 1);
  const put = (at: number, labelIds: readonly string[]) =>
    world.shop.owner.ok('PATCH', `${pathOf(world, at)}/record`, { labelIds });
  if (place.merges) return void (await put(place.at, wanted));
  const held = new Map<number, string[]>();
  for (const at of place.group) {
    const { labelIds } = await world.shop.owner.ok('GET', `${pathOf(world, at)}/record`);
    held.set(at, labelIds);
  }
  const others = place.group.filter((at) => at !== place.at);
  const elsewhere = others.flatMap((at) => held.get(at) ?? []);
  for (const at of others)
    await put(
      at,
      (held.get(at) ?? []).filter((id) => wanted.includes(id)),
    );
  const own = held.get(place.at) ?? [];
  await put(
    place.at,
    wanted.filter((id) => own.includes(id) || !elsewhere.includes(id)),
  );
}

async function block(world: RecordWorld, { b }: Step, place: Place): Promise<void> {
  const { owner } = world.shop;
  if (b % 2)
    await owner.ok('PUT', `${pathOf(world, place.at)}/blocked`, { blocked: true, reason: `reason ${b}` });
  else await forGroup(world, place, (path) => owner.ok('PUT', `${path}/blocked`, { blocked: false }));
}

export const recordSteps = [
  ...Object.keys(makes),
  ...Object.keys(changes),
  ...['tie', 'changeTie', 'dropTie', 'changeDeal', 'preference', 'consent', 'label', 'block', 'born'],
] as const;

/** Plays a step; `place.at` is whose record it is written on. */
export async function playRecord(world: RecordWorld, kind: string, step: Step & Place): Promise<void> {
  const make = makes[kind];
  const change = changes[kind];
  if (make) keep(world, kind, { id: await make(world, step, step.at), at: step.at });
  else if (change) {
    const [of, method, path, body] = change;
    const thing = take(world, of, { ...step, drops: method === 'DELETE' });
    if (thing)
      await world.shop.owner.ok(method, `${pathOf(world, thing.at)}${path}${thing.id}`, body?.(step));
  } else if (kind === 'tie') await tie(world, step, step.at);
  else if (kind === 'changeTie' || kind === 'dropTie') await changeTie(world, step, kind === 'dropTie');
  else if (kind === 'changeDeal') await changeDeal(world, step);
  else if (kind === 'preference') await state(world, step, step);
  else if (kind === 'consent') await consent(world, step, step.at);
  else if (kind === 'label') await label(world, step, step);
  else if (kind === 'block') await block(world, step, step);
  else {
    const birthDate = `19${String(50 + (step.b % 50)).padStart(2, '0')}-01-02`;
    await world.shop.owner.ok('PATCH', `${pathOf(world, step.at)}/record`, { birthDate });
  }
}
