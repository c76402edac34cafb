import * as contract from '@meada/contract/routes/mentions';
import { type Mounted, serve } from '../../../kernel/http/route.ts';
import { changeFollowers } from './change-followers.ts';
import { seeMentions } from './see-mentions.ts';
import { listMentions } from './views.ts';

const done = { ok: true as const };

export const mentionRoutes: Mounted[] = [
  serve(contract.listMentions, listMentions),
  serve(contract.seeMentions, async (ctx, input) => {
    await seeMentions(ctx, input);
    return done;
  }),
  serve(contract.changeFollowers, async (ctx, input) => {
    await changeFollowers(ctx, input);
    return done;
  }),
];
