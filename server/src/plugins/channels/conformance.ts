import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Translated } from '@meada/contract/primitives';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChannelPlugin, Receipt } from '../../modules/inboxes/port.ts';
import { guideSuite } from './conformance-guide.ts';
import { type ChannelSamples, parseSuite, runs } from './conformance-parse.ts';
import { formatSuite, webhookSuite } from './conformance-requests.ts';

export type { ChannelSamples } from './conformance-parse.ts';

/** Reads every file of `fixtures/` as a receipt received at a fixed instant. */
export function fixtureReceipts(
  folder: URL,
  around: Partial<Omit<Receipt, 'body'>> = {},
): { name: string; receipt: Receipt }[] {
  const fixtures = new URL('fixtures/', folder);
  return readdirSync(fixtures)
    .sort()
    .map((name) => ({
      name,
      receipt: {
        body: new Uint8Array(readFileSync(new URL(name, fixtures))),
        headers: {},
        receivedAt: '2026-03-02T12:00:00.000Z',
        facts: {},
        ...around,
      },
    }));
}

/** For a channel over which nobody writes: what happens there is only written down. */
export type RecordSamples = Pick<ChannelSamples, 'folder' | 'settings'>;

/** The suite every channel plug-in passes; call it at the top level of the channel's own test file. */
export function describeChannel(plugin: ChannelPlugin, samples: ChannelSamples | RecordSamples): void {
  describe(`channel conformance: ${plugin.manifest.id}`, () => {
    describe('manifest', () => manifestSuite(plugin, samples));
    describe('guide', () => guideSuite(plugin, samples.folder));
    if (!('receipts' in samples)) {
      describe('written down only', () => recordSuite(plugin));
      return;
    }
    describe('identity kinds', () => identitySuite(plugin, samples));
    describe('parse', () => parseSuite(plugin, samples));
    // Where nobody can be written to, nothing is formatted.
    if (plugin.manifest.capabilities.sends.length > 0) describe('format', () => formatSuite(plugin, samples));
    if (plugin.webhook) describe('webhook', () => webhookSuite(plugin, samples));
  });
}

function expectTranslated(text: Translated): void {
  for (const locale of ['pt-BR', 'en', 'es'] as const) expect(text[locale]?.trim()).toBeTruthy();
}

function manifestSuite(plugin: ChannelPlugin, samples: RecordSamples): void {
  const { manifest } = plugin;
  const path = (file: string) => fileURLToPath(new URL(file, samples.folder));

  it('has its folder name as id, texts in three languages and consistent capabilities', () => {
    expect(basename(fileURLToPath(samples.folder))).toBe(manifest.id);
    expectTranslated(manifest.name);
    expectTranslated(manifest.description);
    for (const kind of manifest.identityKinds) expectTranslated(kind.label);
    const isMute = manifest.capabilities.sends.length === 0;
    if (!('receipts' in samples && isMute))
      expect(manifest.capabilities.sends).toContain('receipts' in samples ? 'text' : 'visit');
    expect(manifest.limits.textLength).toBeGreaterThan(0);
    expect(plugin.switchLink !== undefined).toBe(manifest.capabilities.switchTarget);
  });

  it('asks for its settings in a form whose secrets are secret', () => {
    const names = manifest.settings.map((field) => field.name);
    expect(new Set(names).size).toBe(names.length);
    for (const field of manifest.settings) {
      expectTranslated(field.label);
      if (field.help) expectTranslated(field.help);
      for (const choice of field.choices ?? []) expectTranslated(choice.label);
      if (/secret|password|senha|token|(api|private)_?key/i.test(field.name)) {
        expect([field.name, field.type]).toEqual([field.name, 'secret']);
      }
      if (field.type === 'secret') expect(field.default).toBeUndefined();
      if (field.required) expect(samples.settings[field.name] ?? field.default).toBeDefined();
    }
  });

  it('shows an address and a switch link without giving a secret away', () => {
    const secrets = manifest.settings
      .filter((field) => field.type === 'secret')
      .map((field) => samples.settings[field.name])
      .filter((value): value is string => typeof value === 'string' && value.length > 3);
    const address = plugin.addressOf(samples.settings);
    expect(address).not.toBe('');
    const token = 'M-conformance_token-0123456789';
    const link = plugin.switchLink?.(token, samples.settings, {
      message: `Olá ${token}`,
      subject: 'Olá & ação',
    });
    if (link !== undefined) expect(decodeURIComponent(link)).toContain(token);
    for (const secret of secrets) {
      expect(address).not.toContain(secret);
      expect(link ?? '').not.toContain(secret);
    }
  });

  it('has an icon that is only a picture', () => {
    const icon = readFileSync(path('icon.svg'), 'utf8');
    expect(icon).toMatch(/<svg[\s>]/);
    expect(icon).not.toMatch(/<script|\son\w+=|href=|<foreignObject|url\((?!#)/i);
    expect(icon.length).toBeLessThan(16_384);
  });
}

function recordSuite(plugin: ChannelPlugin): void {
  it('takes in nothing and has no addresses to send to', () => {
    expect(plugin.manifest.capabilities.sends).toEqual(['visit']);
    expect(plugin.manifest.identityKinds).toEqual([]);
    expect([plugin.webhook, plugin.listen, plugin.routeKeys]).toEqual([undefined, undefined, undefined]);
    const property = fc.property(fc.uint8Array(), (body) => {
      const receipt = { body, headers: {}, receivedAt: '2026-03-02T12:00:00.000Z', facts: {} };
      expect(() => plugin.parse(receipt, {})).toThrow(Error);
    });
    fc.assert(property, { numRuns: runs });
  });
}

function identitySuite(plugin: ChannelPlugin, samples: ChannelSamples): void {
  const kinds = plugin.manifest.identityKinds;

  it.each(kinds.map((kind) => [kind.kind, kind] as const))(
    '%s: canonical is total and idempotent',
    (_, kind) => {
      const text = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[+\d@a-z. ()-]{0,25}$/));
      const property = fc.property(fc.oneof(text, fc.constant(samples.to.value)), (value) => {
        const canonical = kind.canonical(value);
        if (canonical === null) return;
        expect(kind.canonical(canonical)).toBe(canonical);
        expect(kind.matchKey(canonical)).toMatch(/^[a-z][a-z0-9_]*:./s);
      });
      fc.assert(property, { numRuns: runs });
    },
  );

  it('knows the address the samples send to', () => {
    const kind = kinds.find((one) => one.kind === samples.to.kind);
    expect(kind?.canonical(samples.to.value)).toBeTruthy();
  });
}
