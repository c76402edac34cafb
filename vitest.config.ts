import { defineConfig } from 'vitest/config';

/** What one test and one hook may take (ms): a real database, a real browser, two slow cores. */
const timeouts = {
  ...{ testTimeout: 60_000, hookTimeout: 120_000, teardownTimeout: 30_000 },
  // What is waited for may take as long as a locator waits; the second that is usual is none on a busy machine.
  expect: { poll: { timeout: 15_000 } },
};
const ignored = ['**/node_modules/**', '**/dist/**', '**/data/**'];

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'plain',
          include: ['{contract,desk,widget,site,launch}/**/*.test.{ts,tsx,mjs}'],
          exclude: ignored,
          environment: 'node',
          ...timeouts,
        },
      },
      {
        test: {
          name: 'system',
          include: ['{server,simulators,bench,e2e}/**/*.test.ts'],
          exclude: ignored,
          environment: 'node',
          pool: 'forks',
          globalSetup: ['server/src/kernel/testing/global-setup.ts'],
          ...timeouts,
        },
      },
    ],
  },
});
