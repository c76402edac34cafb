import type { ChannelIo } from '../../../modules/inboxes/port.ts';
import { callGraph, type GraphAnswer, type GraphCall } from '../../graph/call.ts';
import { accountOf } from './settings.ts';

/** Calls the Graph API with the account's token; never throws, the outcome says what can have happened. */
export const graph = (io: ChannelIo, call: GraphCall): Promise<GraphAnswer> =>
  callGraph(io, accountOf(io.settings), call);
