import { systemActor } from '../../kernel/actor.ts';
import type { Kernel } from '../../kernel/ctx.ts';
import { type MadeKey, makeKey, type NewApiKey } from './make-key.ts';

/** Creates an API key for the operator's CLI, which may give any scope. */
export const issueKey = (kernel: Kernel, orgId: string, key: NewApiKey): Promise<MadeKey> =>
  makeKey(kernel, systemActor(orgId), key);
