import type { createKey as route } from '@meada/contract/routes/people';
import type { Call, Input } from '../../kernel/http/route.ts';
import { type MadeKey, makeKey } from './make-key.ts';
import { actorOf } from './person-of.ts';

/** Creates an API key in the name of a person, or of a key that may. */
export const createKey = (call: Call, input: Pick<Input<typeof route>, 'body'>): Promise<MadeKey> =>
  makeKey(call.kernel, actorOf(call), input.body);
