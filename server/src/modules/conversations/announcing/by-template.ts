import type { Outgoing } from '@meada/contract/content';
import type { Locale } from '@meada/contract/primitives';
import type { AnnouncementTemplate } from '@meada/contract/routes/announcements';
import { templateFields } from '@meada/contract/templates';
import type { Ctx } from '../../../kernel/ctx.ts';
import { refused } from '../../../kernel/errors.ts';
import { templateOf } from '../../inboxes/index.ts';
import { usableInbox } from '../sending/leg.ts';
import type { Filling } from './words.ts';

/** What stands for a customer whose name nobody knows: a field of a template may not be empty. */
const nameless: Record<Locale, string> = { 'pt-BR': 'cliente', en: 'customer', es: 'cliente' };

/** Of the templates chosen for a way the one in the customer's language, else the first. */
export function templateFor(
  templates: readonly AnnouncementTemplate[],
  { wayInboxId, locale }: { wayInboxId: string; locale: Locale },
): AnnouncementTemplate | undefined {
  const own = templates.filter((one) => one.wayInboxId === wayInboxId);
  return own.find((one) => one.language.slice(0, 2) === locale.slice(0, 2)) ?? own[0];
}

export type CustomerFields = Record<string, unknown>;

/** A value for one customer: the places of a text, and `{key}` of the customer's own fields; null when one is not known. Pure. */
export function valueFor(
  value: string,
  { filling, fields, locale }: { filling: Filling; fields: CustomerFields; locale: Locale },
): string | null {
  const known: CustomerFields = { ...fields, ...filling, name: filling.name || nameless[locale] };
  let isWhole = true;
  const filled = value.replace(/\{([\w-]+)\}/g, (_, key: string) => {
    const own = Object.hasOwn(known, key) ? known[key] : undefined;
    if (typeof own === 'number' || (typeof own === 'string' && own.trim())) return String(own);
    isWhole = false;
    return '';
  });
  return isWhole ? filled.slice(0, 1000) : null;
}

/**
 * The message for one customer; what the platform makes of it is checked when it is posted. Throws `refused` when something
 * it needs is not known of them: nobody reads a gap.
 */
export function templateContent(
  template: AnnouncementTemplate,
  customer: Parameters<typeof valueFor>[1],
): Extract<Outgoing, { kind: 'template' }> {
  const fields = template.values.map(({ at, value }) => {
    const filled = valueFor(value, customer);
    if (filled === null) throw refused('A field of the template is not known of this customer.', 'templates');
    return { at, value: filled };
  });
  const { name, language } = template;
  return { v: 1, kind: 'template', name, language, text: '', parameters: [], fields };
}

/** The chosen templates are approved and every field is given, before anybody is told. Throws `refused` with the place. */
export async function checkTemplates(
  ctx: Ctx,
  templates: readonly AnnouncementTemplate[],
  field = 'body.templates',
): Promise<void> {
  for (const [n, one] of templates.entries()) {
    const place = `${field}.${n}`;
    await usableInbox(ctx, one.wayInboxId, `${place}.wayInboxId`);
    const known = await templateOf(ctx, one.wayInboxId, one);
    if (known?.state !== 'approved')
      throw refused('The platform has not approved this template.', `${place}.name`);
    const given = new Set(one.values.filter(({ value }) => value.trim()).map(({ at }) => at));
    const missing = templateFields(known.parts).find(
      (field) => field.required && !given.has(field.at) && !given.has(field.copies ?? ''),
    );
    if (missing)
      throw refused(`A field of the template is empty: ${missing.name || missing.at}.`, `${place}.values`);
  }
}
