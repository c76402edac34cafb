import type { ChannelInfo, SettingField } from '@meada/contract/channels';
import type { Inbox } from '@meada/contract/routes/inboxes';

/**
 * Between a manifest's settings and a form. In the form every value is a text, a number, a switch, or lines of text;
 * a secret is what is to be done with it, since what it is never comes to the browser.
 */
export type SecretChange = { set: boolean; change: 'keep' | 'replace' | 'remove'; text: string };
export type FormValue = string | number | boolean | SecretChange;
export type FormValues = Record<string, FormValue>;
type Stored = Inbox['settings'];

const linesOf = (value: unknown): string => (Array.isArray(value) ? value.join('\n') : String(value ?? ''));

/** What a field shows for a stored value; an unset one shows its default only where the inbox is new. */
export function formValue(
  field: SettingField,
  stored: Stored[string] | undefined,
  fresh: boolean,
): FormValue {
  if (field.type === 'secret') {
    const set = stored === true;
    return { set, change: set ? 'keep' : 'replace', text: '' };
  }
  const value = stored ?? (fresh ? field.default : null) ?? null;
  if (field.type === 'boolean') return value === null ? field.default === true : value === true;
  if (field.type === 'list' || field.type === 'inboxes') return linesOf(value);
  if (field.type === 'choice') return String(value ?? field.default ?? '');
  if (value === null) return '';
  return field.type === 'number' ? Number(value) : String(value);
}

/** The form of an inbox, or of a new one. */
export const formValues = (
  channel: Pick<ChannelInfo, 'settings'>,
  stored: Stored,
  fresh = false,
): FormValues =>
  Object.fromEntries(
    channel.settings.map((field) => [field.name, formValue(field, stored[field.name], fresh)]),
  );

/** What is sent for a field; undefined: nothing, the stored value stays. */
export function sentValue(field: SettingField, value: FormValue): Stored[string] | undefined {
  if (typeof value === 'object') {
    if (value.change === 'remove') return null;
    return value.change === 'replace' && value.text !== '' ? value.text : undefined;
  }
  if (field.type === 'boolean') return value === true;
  if (field.type === 'list' || field.type === 'inboxes') {
    const lines = String(value)
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean);
    return lines.length > 0 ? lines : null;
  }
  if (field.type === 'number') return value === '' ? null : Number(value);
  const text = String(value).trim();
  return text === '' ? null : text;
}

/** What is sent for the whole form: only what differs from what was there. */
export function sentSettings(
  channel: Pick<ChannelInfo, 'settings'>,
  values: FormValues,
  before: FormValues | null,
) {
  const sent: Stored = {};
  for (const field of channel.settings) {
    const value = values[field.name];
    if (value === undefined) continue;
    const next = sentValue(field, value);
    if (next === undefined || (before === null && next === null)) continue;
    const old = before?.[field.name];
    const same =
      old !== undefined &&
      typeof old !== 'object' &&
      JSON.stringify(sentValue(field, old)) === JSON.stringify(next);
    if (!same) sent[field.name] = next;
  }
  return sent;
}

/** A required field nobody filled. */
export function isMissing(field: SettingField, value: FormValue): boolean {
  if (!field.required || field.type === 'boolean') return false;
  if (typeof value === 'object')
    return value.change === 'remove' || (value.change === 'replace' && value.text === '');
  return String(value).trim() === '';
}
