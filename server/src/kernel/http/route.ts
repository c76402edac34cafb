import type { BodyOf, ParamsOf, QueryOf, ResponseOf, Route } from '@meada/contract/route';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../actor.ts';
import type { Ctx, Kernel } from '../ctx.ts';

export type Input<R extends Route> = { params: ParamsOf<R>; query: QueryOf<R>; body: BodyOf<R> };

/** What a handler outside a transaction gets: public routes, and those that must talk to the outside world. */
export type Call = {
  kernel: Kernel;
  /** null on public routes. */
  actor: Actor | null;
  request: FastifyRequest;
  reply: FastifyReply;
  /** Address of the client, through the configured number of proxies. */
  address: string;
};

export type Mounted = {
  route: Route;
  /** Runs inside one transaction of the actor. */
  inside?: (ctx: Ctx, input: Input<Route>, call: Call) => Promise<unknown>;
  /** Runs outside; opens its own transactions. */
  outside?: (call: Call, input: Input<Route>) => Promise<unknown>;
};

/** A route answered by a use case in one transaction. */
export const serve = <R extends Route>(
  route: R,
  work: (ctx: Ctx, input: Input<R>, call: Call) => Promise<ResponseOf<R>>,
): Mounted => ({ route, inside: work as unknown as Mounted['inside'] });

/** A route that opens its own transactions (public ones; those with the network between two transactions). */
export const serveOutside = <R extends Route>(
  route: R,
  work: (call: Call, input: Input<R>) => Promise<ResponseOf<R>>,
): Mounted => ({ route, outside: work as unknown as Mounted['outside'] });
