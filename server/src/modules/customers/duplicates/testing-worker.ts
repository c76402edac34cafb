import { startTestApp } from '../../../testing/app.ts';

/** A worker in a process of its own, for tests that kill it. */
await startTestApp({ database: JSON.parse(process.env.TEST_DATABASE ?? '{}'), env: { ROLES: 'worker' } });
process.send?.('started');
