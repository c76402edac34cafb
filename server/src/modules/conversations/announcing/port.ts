import type { Ctx } from '../../../kernel/ctx.ts';

/** Groups of customers that a module to the right keeps: announcing names one, and asks again when it tells somebody. */
export type Audiences = {
  /** Its name, and whether it is known who is in it. Throws `not_found`. */
  read(ctx: Ctx, segmentId: string): Promise<{ name: string; ready: boolean }>;
  /** Whether a canonical customer is in it at this moment, worked out anew; nobody is in one that is gone. */
  holds(ctx: Ctx, segmentId: string, customerId: string): Promise<boolean>;
};

declare module '../../../kernel/ctx.ts' {
  interface Ports {
    audiences: Audiences;
  }
}
