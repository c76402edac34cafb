import { z } from 'zod';
import { lineOf } from './primitives.ts';

/** Where somebody is reached, and where it was said. */

/** An address of a human on a channel, as the platform gives it. `kind` is one of the manifest's identity kinds. */
export const Address = z.strictObject({
  kind: lineOf(32, 1),
  value: lineOf(512, 1),
  /** What the platform or sender says the name is; never proof of anything. */
  name: lineOf(256).optional(),
});
export type Address = z.infer<typeof Address>;

/** A post, group or e-mail thread of the platform, which several conversations may share. */
export const OutsideThread = z.strictObject({
  kind: z.enum(['mail_thread', 'group', 'post', 'chat']),
  key: lineOf(998, 1),
  name: lineOf(512).optional(),
  /** Where it can be read. */
  url: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .optional(),
});
export type OutsideThread = z.infer<typeof OutsideThread>;
