import type { z } from 'zod';
import type { Permission } from './permissions.ts';

/**
 * One route, said once: the server validates with it, OpenAPI is written from it, the front ends call by it.
 * `access` is a permission, or who may call without one: `public` (anybody), `person` (signed in, any role),
 * `visitor` (a web visitor's token), `setup` (only while the installation is empty).
 */
export type Access = Permission | 'public' | 'person' | 'visitor' | 'setup';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export type Route = {
  id: string;
  method: Method;
  /** With `:name` for parameters. */
  path: string;
  access: Access;
  summary: string;
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  response: z.ZodType;
  /** Rate limit: calls a minute per caller (person, key, visitor or client address). */
  perMinute?: number;
  /** Largest body in bytes; 1 MiB unless told. */
  maxBytes?: number;
};

/** Keeps the literal types of a route. */
export const defineRoute = <const R extends Route>(route: R): R => route;

export type ParamsOf<R extends Route> = R['params'] extends z.ZodType ? z.output<R['params']> : undefined;
export type QueryOf<R extends Route> = R['query'] extends z.ZodType ? z.output<R['query']> : undefined;
export type BodyOf<R extends Route> = R['body'] extends z.ZodType ? z.output<R['body']> : undefined;
export type ResponseOf<R extends Route> = z.input<R['response']>;

/** What a caller gets: the server has put every default in. */
export type AnswerOf<R extends Route> = z.output<R['response']>;

/** What a caller hands in: the input side of the same schemas. */
export type CallOf<R extends Route> = (R['params'] extends z.ZodType
  ? { params: z.input<R['params']> }
  : unknown) &
  (R['query'] extends z.ZodType ? { query?: z.input<R['query']> } : unknown) &
  (R['body'] extends z.ZodType ? { body: z.input<R['body']> } : unknown);

/** Path with the parameters put in, for callers. */
export function pathOf(route: Route, params: Record<string, string> | undefined): string {
  return route.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params?.[name] ?? ''));
}
