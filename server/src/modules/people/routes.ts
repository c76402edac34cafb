import * as session from '@meada/contract/routes/session';
import { type Mounted, serveOutside } from '../../kernel/http/route.ts';
import { meOf } from './me.ts';
import { personOf } from './person-of.ts';
import { setUp } from './set-up.ts';
import { signIn } from './sign-in.ts';
import { signOut } from './sign-out.ts';

export const peopleRoutes: Mounted[] = [
  serveOutside(session.setUp, setUp),
  serveOutside(session.signIn, signIn),
  serveOutside(session.me, (call) => meOf(call.kernel, personOf(call.actor))),
  serveOutside(session.signOut, signOut),
];
