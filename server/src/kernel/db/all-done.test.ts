import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { allDone } from './all-done.ts';

test('throws the first failure only when nothing is under way any more', async () => {
  let isOver = false;
  const slow = async (): Promise<void> => {
    await setImmediate();
    await setImmediate();
    isOver = true;
  };
  await expect(allDone([slow(), Promise.reject(new Error('first'))])).rejects.toThrow('first');
  expect(isOver).toBe(true);
});
