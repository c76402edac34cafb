import { z } from 'zod';

/** What one contact over an inbox costs the firm: minor units (cents) of a currency (ISO 4217). */
export const ContactCost = z.strictObject({
  minor: z.number().int().min(0).max(100_000_000),
  currency: z.string().regex(/^[A-Z]{3}$/),
});
export type ContactCost = z.infer<typeof ContactCost>;
