import * as contract from '@meada/contract/routes/wallboard';
import { type Mounted, serve } from '../../../kernel/http/route.ts';
import { listenIn } from './listen-in.ts';
import { readConversationWork } from './read-conversation-work.ts';
import { readQueueWaits } from './read-queue-waits.ts';
import { readWallboard } from './read-wallboard.ts';
import { whisper } from './whisper.ts';

export const wallboardRoutes: Mounted[] = [
  serve(contract.readWallboard, readWallboard),
  serve(contract.readQueueWaits, readQueueWaits),
  serve(contract.readConversationWork, readConversationWork),
  serve(contract.whisper, whisper),
  serve(contract.listenIn, listenIn),
];
