import type { Outgoing } from '@meada/contract/content';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type ChannelPlugin, MalformedError } from '../../modules/inboxes/port.ts';
import { byteMutation, jsonMutation, outboundOf, outgoing } from './conformance-arbitraries.ts';
import { type ChannelSamples, runs, tryParse } from './conformance-parse.ts';

/** Every outgoing content kind leaves within the limits and says all it has to. */
export function formatSuite(plugin: ChannelPlugin, samples: ChannelSamples): void {
  const { textLength } = plugin.manifest.limits;
  const formatted = async (content: Outgoing) => await samples.format(outboundOf(content, samples.to));

  it.each(Object.entries(outgoing))('%s: formats anything within the limits', async (_, arbitrary) => {
    const property = fc.asyncProperty(arbitrary as fc.Arbitrary<Outgoing>, async (content) => {
      for (const piece of await formatted(content)) {
        expect(typeof piece).toBe('string');
        expect(piece.length).toBeLessThanOrEqual(textLength);
      }
    });
    await fc.assert(property, { numRuns: 100 });
  });

  it('says every word of a text, also of one longer than the platform takes', async () => {
    const count = Math.min(20_000, Math.ceil((textLength * 2.5) / 8));
    const numbered = Array.from({ length: count }, (_, i) => `w${String(i).padStart(5, '0')}`);
    const said = (await formatted({ v: 1, kind: 'text', text: numbered.join(' ') })).join(' ');
    expect(numbered.filter((word) => !said.includes(word))).toEqual([]);
  });

  it('loses no choice of buttons and lists, sendable as such or not', async () => {
    const options = Array.from({ length: 12 }, (_, i) => ({ id: `id-${i}`, title: `Opção ${i + 1}x` }));
    const contents: Outgoing[] = [
      { v: 1, kind: 'buttons', text: 'Escolha já', buttons: options },
      { v: 1, kind: 'list', text: 'Escolha já', button: 'Ver', sections: [{ title: 'Tudo', rows: options }] },
    ];
    for (const content of contents) {
      const said = (await formatted(content)).join('\n');
      expect(said).toContain('Escolha já');
      expect(options.filter((option) => !said.includes(option.title))).toEqual([]);
    }
  });
}

/** Signatures, splitting into arrivals and their external ids. */
export function webhookSuite(plugin: ChannelPlugin, samples: ChannelSamples): void {
  if (!plugin.webhook) return;
  signatureSuite(plugin, plugin.webhook, samples);
  arrivalSuite(plugin, plugin.webhook, samples);
}

type Webhook = NonNullable<ChannelPlugin['webhook']>;

function signatureSuite(plugin: ChannelPlugin, { verify }: Webhook, samples: ChannelSamples): void {
  const { settings, signed = [], signatureHeader = '', signatureCoversBody = true } = samples;
  const flipped = (text: string, at: number) =>
    text.slice(0, at) + (text[at] === '0' ? '1' : '0') + text.slice(at + 1);

  it('takes the right signature and refuses none, a wrong one and one without our secret', () => {
    expect(signed.length).toBeGreaterThan(0);
    for (const request of signed) {
      expect(verify(request, settings)).toBe(true);
      const { [signatureHeader]: signature = '', ...bare } = request.headers;
      expect(verify({ ...request, headers: bare }, settings)).toBe(false);
      const broken = [
        '',
        'x',
        `${signature} `,
        signature.slice(0, -1),
        `${signature}0`,
        flipped(signature, signature.length >> 1),
      ];
      for (const wrong of broken) {
        expect(verify({ ...request, headers: { ...bare, [signatureHeader]: wrong } }, settings)).toBe(false);
      }
      const secrets = plugin.manifest.settings
        .filter((field) => field.type === 'secret')
        .map((field) => field.name);
      const blank = Object.fromEntries(Object.entries(settings).filter(([name]) => !secrets.includes(name)));
      const empty = { ...settings, ...Object.fromEntries(secrets.map((name) => [name, ''])) };
      for (const none of [blank, empty]) expect(verify(request, none)).toBe(false);
    }
  });

  if (!signatureCoversBody) return;
  it('refuses a body with one bit flipped', () => {
    const request = fc.constantFrom(...signed).chain((one) =>
      fc.tuple(fc.nat(one.body.length - 1), fc.nat(7)).map(([at, bit]) => {
        const body = one.body.slice();
        body[at] = (body[at] ?? 0) ^ (1 << bit);
        return { ...one, body };
      }),
    );
    fc.assert(
      fc.property(request, (one) => !verify(one, settings)),
      { numRuns: runs },
    );
  });
}

function arrivalSuite(plugin: ChannelPlugin, { arrivals }: Webhook, samples: ChannelSamples): void {
  const { settings, signed = [] } = samples;

  it('gives equal bytes equal external ids, unique within a request, and parse reads each', async () => {
    for (const request of signed) {
      const first = arrivals(request);
      const retry = arrivals({ ...structuredClone(request), body: request.body.slice() });
      expect(retry.map((one) => one.externalId)).toEqual(first.map((one) => one.externalId));
      expect(first.length).toBeGreaterThan(0);
      expect(new Set(first.map((one) => one.externalId)).size).toBe(first.length);
      for (const { externalId, ...rest } of first) {
        expect(externalId).toMatch(/^.{1,998}$/s);
        const receipt = { ...rest, receivedAt: '2026-03-02T12:00:00.000Z' };
        expect(await tryParse(plugin, receipt, settings)).toBeDefined();
      }
    }
  });

  it('splits damaged bytes or throws MalformedError, nothing else', () => {
    const request = fc
      .constantFrom(...signed)
      .chain((one) =>
        fc
          .oneof(byteMutation(one.body), jsonMutation(one.body) ?? byteMutation(one.body))
          .map((body) => ({ ...one, body })),
      );
    const property = fc.property(request, (one) => {
      try {
        for (const arrival of arrivals(one)) expect(arrival.externalId).toMatch(/^.{1,998}$/s);
      } catch (error) {
        if (!(error instanceof MalformedError)) throw error;
      }
    });
    fc.assert(property, { numRuns: runs });
  });
}
