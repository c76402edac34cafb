import type { FastifyRequest } from 'fastify';
import type { newHooks } from './hooks.ts';
import type { App } from './oauth.ts';
import type { User, World } from './state.ts';

/** What the next matching call comes to: an error, or an answer that is never heard (`cut`: the work is done). */
export type Fault = {
  path: RegExp;
  method?: string;
  status?: number;
  detail?: string;
  cut?: boolean;
  skip?: number;
};
export type Parts = {
  world: World;
  app: App;
  oauth: (request: { method: string; url: string; authorization: string }) => string;
  hooks: ReturnType<typeof newHooks>;
  faults: Fault[];
  /** Calls of an account to one address in 15 minutes; the platform's own unless told. */
  limits: Record<string, number>;
  /** Outside the Enterprise plan only an account the author mentioned may reply. */
  plan: { current: 'self_serve' | 'enterprise' };
  url: () => string;
};
/** As whom a request is made; throws 401. */
export type As = (request: FastifyRequest) => User;
