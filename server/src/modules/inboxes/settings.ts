import type { ChannelManifest, SettingField } from '@meada/contract/channels';
import { EmailAddress } from '@meada/contract/primitives';
import { Failure, refused } from '../../kernel/errors.ts';
import type { Settings } from './port.ts';

/** Settings held against a manifest's form: pure. */

/** As the desk sends them; null empties one, `true` for a secret leaves it as it is. */
export type GivenSettings = Record<string, string | number | boolean | string[] | null | undefined>;

/** What stands: open settings, and the names of secrets that are set. */
export type StandingSettings = { open: Settings; secretNames: ReadonlySet<string> };

/** What is to be written: all open settings, and the secrets that change (null takes one away). */
export type NextSettings = {
  open: Settings;
  secrets: Record<string, string | null>;
  /** Names of what really changes. */
  changed: string[];
};

export const isSecret = (field: SettingField): boolean => field.type === 'secret';

const pathOf = (name: string): string => `body.settings.${name}`;
const isEmail = (value: string): boolean => EmailAddress.safeParse(value).success;

function isWebAddress(value: string): boolean {
  const url = URL.parse(value);
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
}

/** What a value of each type must be besides its shape; a sentence when it is not. */
const problems: Partial<Record<SettingField['type'], (value: string, field: SettingField) => string | null>> =
  {
    url: (value) => (isWebAddress(value) ? null : 'This is no web address.'),
    email: (value) => (isEmail(value) ? null : 'This is no e-mail address.'),
    choice: (value, field) =>
      field.choices?.some((choice) => choice.value === value) ? null : 'This is none of the choices.',
  };

const shapes: Record<SettingField['type'], (value: unknown) => boolean> = {
  text: (value) => typeof value === 'string',
  secret: (value) => typeof value === 'string',
  url: (value) => typeof value === 'string',
  email: (value) => typeof value === 'string',
  choice: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number' && Number.isFinite(value),
  boolean: (value) => typeof value === 'boolean',
  list: (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
  inboxes: (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
};

/** The value as it is kept; null when it is empty. Throws `malformed` for another type, `refused` for what it is not. */
function readValue(field: SettingField, given: unknown): Settings[string] | null {
  if (given === null) return null;
  if (!shapes[field.type](given)) {
    throw new Failure('malformed', `${field.name} must be of type ${field.type}.`, {
      field: pathOf(field.name),
    });
  }
  const value = typeof given === 'string' ? given.trim() : (given as Exclude<Settings[string], undefined>);
  if (value === '' || (Array.isArray(value) && value.length === 0)) return null;
  const problem = typeof value === 'string' ? (problems[field.type]?.(value, field) ?? null) : null;
  if (problem) throw refused(problem, pathOf(field.name));
  return value;
}

/**
 * The settings after a change. Unknown names are refused (LESSONS 36), values are held against the form, and what the
 * form requires must stand afterwards. Throws `malformed` (400), `refused` (422), both with the field.
 */
export function nextSettings(
  manifest: Pick<ChannelManifest, 'settings'>,
  given: GivenSettings,
  standing: StandingSettings,
): NextSettings {
  const fields = new Map(manifest.settings.map((field) => [field.name, field]));
  const unknown = Object.keys(given).find((name) => !fields.has(name));
  if (unknown !== undefined) {
    throw new Failure('malformed', `There is no setting ${unknown}.`, { field: pathOf(unknown) });
  }
  const next: NextSettings = { open: { ...standing.open }, secrets: {}, changed: [] };
  for (const [name, value] of Object.entries(given)) {
    const field = fields.get(name);
    if (field && value !== undefined) put(next, field, { given: value, standing });
  }
  for (const field of fields.values()) requireField(next, field, standing);
  return next;
}

function put(
  next: NextSettings,
  field: SettingField,
  change: { given: unknown; standing: StandingSettings },
): void {
  const { given, standing } = change;
  const isSet = standing.secretNames.has(field.name);
  // The desk reads a secret as `true`; handed back it says nothing new.
  if (isSecret(field) && given === true && isSet) return;
  const value = readValue(field, given);
  if (isSecret(field)) {
    if (value === null && !isSet) return;
    next.secrets[field.name] = value as string | null;
    next.changed.push(field.name);
  } else if (JSON.stringify(value) !== JSON.stringify(standing.open[field.name] ?? null)) {
    if (value === null) delete next.open[field.name];
    else next.open[field.name] = value;
    next.changed.push(field.name);
  }
}

function requireField(next: NextSettings, field: SettingField, standing: StandingSettings): void {
  if (!field.required) return;
  const secret = next.secrets[field.name];
  const stands = isSecret(field)
    ? secret !== null && (secret !== undefined || standing.secretNames.has(field.name))
    : next.open[field.name] !== undefined;
  if (!stands) throw refused(`${field.name} is required.`, pathOf(field.name));
}

/** Secrets that are given, without those taken away. */
export const textsOf = (secrets: NextSettings['secrets']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(secrets).flatMap(([name, text]) => (text === null ? [] : [[name, text]])),
  );

/** What a new inbox starts with: the form's defaults where nothing is given. */
export const withDefaults = (
  manifest: Pick<ChannelManifest, 'settings'>,
  given: GivenSettings,
): GivenSettings => ({
  ...Object.fromEntries(
    manifest.settings.flatMap((field) =>
      field.default === undefined || isSecret(field) ? [] : [[field.name, field.default]],
    ),
  ),
  ...given,
});

/** Settings for people: secrets are `true` when set, and never text (LESSONS 20, 64). */
export function masked(
  manifest: Pick<ChannelManifest, 'settings'>,
  standing: StandingSettings,
): Record<string, string | number | boolean | string[] | null> {
  return Object.fromEntries(
    manifest.settings.map((field) => [
      field.name,
      isSecret(field) ? standing.secretNames.has(field.name) || null : (standing.open[field.name] ?? null),
    ]),
  );
}

/** Shorter ones are no secrets and would blot out ordinary words. */
const shortestSecret = 4;

/**
 * A text of the outside (an error, a test's answer) without any secret of the settings: platforms put tokens into
 * addresses, and libraries put addresses into errors (LESSONS 20).
 */
export function withoutSecrets(
  plugin: { manifest: Pick<ChannelManifest, 'settings'> },
  settings: Settings,
  text: string,
): string {
  const secrets = plugin.manifest.settings
    .filter(isSecret)
    .map((field) => settings[field.name])
    .filter((value) => typeof value === 'string' && value.length >= shortestSecret) as string[];
  // The longest first: one secret may be a part of another.
  return secrets
    .flatMap((secret) => [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')])
    .sort((a, b) => b.length - a.length)
    .reduce((clean, secret) => clean.replaceAll(secret, '•••'), text);
}
