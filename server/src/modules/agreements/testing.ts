/** The work behind agreements, step by step, for tests of those to the right. */
export { keepClocks } from './keep-clocks.ts';
export { runClocks } from './run-clocks.ts';
export { tellDeadlines } from './tell-deadlines.ts';
