import { z } from 'zod';
import { Instant } from './primitives.ts';

/** What is promised to be done in time: the first answer, each further one, the end of the matter. */
export const Promised = z.enum(['first_answer', 'next_answer', 'resolution']);
export type Promised = z.infer<typeof Promised>;

/** What is due: what an agreement promises, or the answer that the SAC decree asks for (Decreto 11.034/2022, art. 13). */
export const DueWhat = z.enum([...Promised.options, 'decree']);
export type DueWhat = z.infer<typeof DueWhat>;

/** The nearest deadline of a conversation. `at` null: what is owed stands still while we wait for the customer. */
export const Due = z.strictObject({
  what: DueWhat.nullable(),
  at: Instant.nullable(),
  /** From when on it is said to be near. */
  warnAt: Instant.nullable(),
});
export type Due = z.infer<typeof Due>;
