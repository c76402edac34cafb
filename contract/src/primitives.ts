import { z } from 'zod';

/** UUID (version 7 for rows we make; any version is read). */
export const Id = z.uuid();
export type Id = z.infer<typeof Id>;

/** Point in time, ISO 8601 in UTC. */
export const Instant = z.iso.datetime({ offset: true });
export type Instant = z.infer<typeof Instant>;

/** The three languages of the product, BCP 47. */
export const Locale = z.enum(['pt-BR', 'en', 'es']);
export type Locale = z.infer<typeof Locale>;

/**
 * A text a person typed: no NUL (PostgreSQL cannot hold it), no lone surrogates (not valid UTF-8).
 * Length in UTF-16 units.
 */
export const textOf = (max: number, min = 0) =>
  z
    .string()
    .max(max)
    .transform((text) => text.replaceAll('\u0000', '').toWellFormed())
    .refine((text) => text.length >= min, { error: 'too_short' });

/** One line of text, trimmed. */
export const lineOf = (max: number, min = 0) =>
  z
    .string()
    .max(max)
    .transform((text) =>
      text
        .replace(/\p{Cc}+/gu, ' ')
        .toWellFormed()
        .trim(),
    )
    .refine((text) => text.length >= min, { error: 'too_short' });

/** E-mail address as typed at sign-in and in settings; lower case. */
export const EmailAddress = z
  .email()
  .max(254)
  .transform((address) => address.toLowerCase());

/** IANA time zone name known to this runtime. */
export const TimeZone = z.string().max(64).refine(isTimeZone, { error: 'unknown_time_zone' });

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** A text in each language; pt-BR is the one that must exist. */
export const Translated = z.strictObject({ 'pt-BR': z.string(), en: z.string(), es: z.string() });
export type Translated = z.infer<typeof Translated>;

/** Value of a custom field: what JSON can hold flat, or several choices. */
export const CustomFieldValue = z.union([
  textOf(4000),
  z.number(),
  z.boolean(),
  z.array(lineOf(64, 1)).max(200),
  z.null(),
]);
export type CustomFieldValue = z.infer<typeof CustomFieldValue>;
export const CustomFields = z.record(lineOf(64, 1), CustomFieldValue);

/** One page of a list: `next` goes back as `cursor`, null at the end. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.strictObject({ items: z.array(item), next: z.string().nullable() });
export const PageQuery = z.strictObject({
  cursor: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
