import type { SettingField } from '@meada/contract/channels';
import { describe, expect, it } from 'vitest';
import { formValues, isMissing, sentSettings } from './manifest.ts';

const label = { 'pt-BR': 'x', en: 'x', es: 'x' };
const field = (name: string, type: SettingField['type'], more: Partial<SettingField> = {}): SettingField => ({
  name,
  type,
  label,
  required: false,
  ...more,
});
const channel = {
  settings: [
    field('token', 'secret', { required: true }),
    field('spare', 'secret'),
    field('user', 'text', { required: true }),
    field('port', 'number', { default: 993 }),
    field('ask', 'boolean', { default: true }),
    field('mode', 'choice', { default: 'a', choices: [{ value: 'a', label }] }),
    field('sites', 'list'),
  ],
};

describe('manifest forms', () => {
  it('shows defaults in a new inbox and sends what was filled', () => {
    const values = formValues(channel, {}, true);
    expect(values).toMatchObject({ user: '', port: 993, ask: true, mode: 'a', sites: '' });
    const filled = {
      ...values,
      token: { set: false, change: 'replace' as const, text: 's3cret' },
      user: ' loja ',
      sites: 'https://a.example\n\n https://b.example ',
    };
    expect(sentSettings(channel, filled, null)).toEqual({
      token: 's3cret',
      user: 'loja',
      port: 993,
      ask: true,
      mode: 'a',
      sites: ['https://a.example', 'https://b.example'],
    });
  });

  it('sends only what changed; a kept secret stays unnamed, a removed one is null', () => {
    const stored = { token: true, spare: true, user: 'loja', port: 143, ask: false, mode: 'a', sites: null };
    const before = formValues(channel, stored);
    expect(sentSettings(channel, before, before)).toEqual({});
    const changed = { ...before, port: '', spare: { set: true, change: 'remove' as const, text: '' } };
    expect(sentSettings(channel, changed, before)).toEqual({ port: null, spare: null });
  });

  it('knows what is missing', () => {
    const values = formValues(channel, { token: true, user: '' });
    const missing = channel.settings
      .filter((one) => isMissing(one, values[one.name] ?? ''))
      .map((one) => one.name);
    expect(missing).toEqual(['user']);
    expect(
      isMissing(field('s', 'secret', { required: true }), { set: true, change: 'remove', text: '' }),
    ).toBe(true);
  });
});
