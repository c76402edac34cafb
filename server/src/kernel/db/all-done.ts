/**
 * Waits for every one of several pieces of work on one connection and then throws the first failure. With `Promise.all`
 * the rest would go on after the rollback, on a connection that is somebody else's by then.
 */
export async function allDone(work: readonly Promise<unknown>[]): Promise<void> {
  const results = await Promise.allSettled(work);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}
