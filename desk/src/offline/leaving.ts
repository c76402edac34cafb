import { signOut } from '@meada/contract/routes/session';
import { writeHeaders } from '../api/call.ts';

const place = 'meada.leaving';

/** Somebody signed out here without a network: the server does not know it yet (`main.ts` looks for it). */
export const noteLeaving = (): void => localStorage.setItem(place, '1');

/** Tells the server what it could not be told; while it cannot, the desk stays shut. */
export async function finishLeaving(): Promise<boolean> {
  const told = await fetch(signOut.path, {
    method: signOut.method,
    headers: writeHeaders({}),
    body: '{}',
  }).catch(() => null);
  if (!told || told.status >= 500) return false;
  localStorage.removeItem(place);
  return true;
}
