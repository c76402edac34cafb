import { hash, verify } from '@node-rs/argon2';

/** argon2id, 19 MiB, 2 passes, 1 lane: the OWASP password storage cheat sheet's first choice for argon2id. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** What is kept of a password (PHC string). CPU work: never inside a transaction. */
export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFKC'), cost);

let nobodys: Promise<string> | null = null;

/**
 * Whether the password is the right one. `stored` null (an unknown address) costs the same time and is never right
 * (LESSONS 28).
 */
export async function passwordMatches(stored: string | null, password: string): Promise<boolean> {
  nobodys ??= hashPassword(`nobody's password ${Math.PI}`);
  const right = await verify(stored ?? (await nobodys), password.normalize('NFKC'));
  return stored !== null && right;
}
