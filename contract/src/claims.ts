import { z } from 'zod';
import { lineOf } from './primitives.ts';

/** An address the item itself names and nothing proves; `source` says where it stood. */
export const Claim = z.strictObject({
  kind: lineOf(32, 1),
  value: lineOf(512, 1),
  source: z.enum(['form', 'card', 'reply_to']),
});
export type Claim = z.infer<typeof Claim>;
