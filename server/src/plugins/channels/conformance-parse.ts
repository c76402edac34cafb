import type { Inbound, OutboundMessage } from '@meada/contract/channels';
import fc from 'fast-check';
import { afterEach, expect, it, vi } from 'vitest';
import type { ChannelPlugin, RawRequest, Receipt, Settings } from '../../modules/inboxes/port.ts';
import { byteMutation, jsonMutation } from './conformance-arbitraries.ts';
import { InboundShape } from './conformance-shapes.ts';

/** What a channel's own test hands to the common suite. */
export type ChannelSamples = {
  /** The plug-in's folder: `new URL('.', import.meta.url)`. Its name must be the manifest's id. */
  folder: URL;
  /** A complete, valid set of settings, secrets included. */
  settings: Settings;
  /** Everything in `fixtures/`, usually `fixtureReceipts(folder)`; facts and headers added where parse needs them. */
  receipts: { name: string; receipt: Receipt }[];
  /** Requests rightly signed under `settings` (none for channels without a webhook). */
  signed?: RawRequest[];
  /** Lower-case name of the header that carries the signature or secret. */
  signatureHeader?: string;
  /** False where the header is a mere shared secret that does not cover the body. Default true. */
  signatureCoversBody?: boolean;
  /** An address `format` can send to. */
  to: OutboundMessage['to'];
  /**
   * Runs the plug-in's `format` and returns the human-readable pieces that would leave the house, in order, each of
   * which must respect `manifest.limits.textLength`. A long text may become several pieces, never be cut.
   */
  format(message: OutboundMessage): string[] | Promise<string[]>;
};

/** Longest a single parse may take, damaged bytes included (ms; generous, the machine may be busy). */
const parseLimit = 5000;
/** Runs of each property. */
export const runs = 300;

/** Parses and checks shape, purity of the input and time; undefined when parse threw an Error. */
export async function tryParse(
  plugin: ChannelPlugin,
  receipt: Receipt,
  settings: Settings,
): Promise<Inbound[] | undefined> {
  const before = receipt.body.slice();
  const started = performance.now();
  let items: Inbound[] | undefined;
  try {
    items = await plugin.parse(receipt, settings);
  } catch (error) {
    expect(error).toBeInstanceOf(Error);
  }
  expect(performance.now() - started).toBeLessThan(parseLimit);
  expect(Buffer.compare(before, receipt.body)).toBe(0);
  if (items === undefined) return undefined;
  expect(Array.isArray(items)).toBe(true);
  for (const item of items) checkItem(plugin, item);
  return items;
}

function checkItem(plugin: ChannelPlugin, item: Inbound): void {
  const result = InboundShape.safeParse(item);
  if (!result.success)
    expect.fail(`${item?.kind}: ${result.error.message}\n${JSON.stringify(item)?.slice(0, 2000)}`);
  const kinds = new Set(plugin.manifest.identityKinds.map((kind) => kind.kind));
  for (const address of addressesOf(item)) expect(kinds).toContain(address.kind);
  for (const claim of item.kind === 'message' ? (item.claims ?? []) : [])
    expect(new Set([...kinds, ...everywhere])).toContain(claim.kind);
  for (const alias of aliasesOf(item)) expect(new Set([...kinds, ...everywhere])).toContain(alias.kind);
}

/** Addresses that mean the same wherever they are named: a channel may hear of them without sending to them. */
const everywhere = ['phone', 'email', 'cpf'];

const aliasesOf = (item: Inbound) => (item.kind === 'message' ? (item.aliases ?? []) : []);

function addressesOf(item: Inbound): { kind: string; value: string }[] {
  if (item.kind === 'message') {
    const others = item.others?.map((other) => other.address) ?? [];
    return [item.from, ...(item.to ? [item.to] : []), ...others];
  }
  if (item.kind === 'identity_change') return [item.from, item.to];
  return item.kind === 'reaction' || item.kind === 'signal' ? [item.from] : [];
}

/** Fixtures are read alike every time; damaged bytes give valid items or an Error. */
export function parseSuite(plugin: ChannelPlugin, samples: ChannelSamples): void {
  const { receipts, settings } = samples;
  afterEach(() => void vi.useRealTimers());

  it('has fixtures', () => expect(receipts.length).toBeGreaterThan(0));

  it.each(receipts.map((one) => [one.name, one.receipt] as const))(
    '%s: valid items, the same every time',
    async (_, receipt) => {
      const first = await tryParse(plugin, receipt, settings);
      expect(first, 'a fixture must be readable').toBeDefined();
      expect(first).not.toEqual([]);
      // Another clock and other objects with the same bytes: pure means nothing else counts.
      vi.useFakeTimers({ toFake: ['Date'], now: new Date('2041-05-06T07:08:09Z') });
      const again = { ...structuredClone(receipt), body: receipt.body.slice() };
      expect(await plugin.parse(again, structuredClone(settings))).toEqual(first);
      const ids = (first ?? []).flatMap((item) => (item.kind === 'message' ? [item.externalId] : []));
      expect(new Set(ids).size).toBe(ids.length);
      for (const address of (first ?? []).flatMap((item) => [...addressesOf(item), ...aliasesOf(item)])) {
        const kind = plugin.manifest.identityKinds.find((one) => one.kind === address.kind);
        expect([address, kind?.canonical(address.value)]).not.toEqual([address, null]);
      }
    },
  );

  it('survives damaged bytes: valid items or an Error', async () => {
    const damaged = fc.constantFrom(...receipts).chain(({ receipt }) => {
      const mutations = [byteMutation(receipt.body), fc.uint8Array({ maxLength: 200 })];
      const structural = jsonMutation(receipt.body);
      // A hostile value in a well-formed document reaches deeper than broken bytes: it gets most of the runs.
      const mutated = structural
        ? fc.oneof({ weight: 4, arbitrary: structural }, ...mutations)
        : fc.oneof(...mutations);
      return mutated.map((body) => ({ ...receipt, body }));
    });
    const property = fc.asyncProperty(
      damaged,
      async (receipt) => void (await tryParse(plugin, receipt, settings)),
    );
    await fc.assert(property, { numRuns: runs * 4 });
  });
}
