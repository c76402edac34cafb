import * as contract from '@meada/contract/routes/loudness';
import { type Mounted, serve } from '../../../kernel/http/route.ts';
import { putLoudWords } from './put-loud-words.ts';
import { setLoudness } from './set-loudness.ts';
import { readLoudWords, tryLoudness } from './words.ts';

export const loudnessRoutes: Mounted[] = [
  serve(contract.setLoudness, async (ctx, { params, body }) => {
    await setLoudness(ctx, { conversationId: params.id, points: body.points });
    return { ok: true as const };
  }),
  serve(contract.readLoudWords, (ctx) => readLoudWords(ctx)),
  serve(contract.putLoudWords, (ctx, { body }) => putLoudWords(ctx, body)),
  serve(contract.tryLoudness, (ctx, { body }) => tryLoudness(ctx, body.text)),
];
