/** How long a test waits for what comes soon, on a busy machine too: Vitest's own second is none there. */
export const soon = { timeout: 15_000, interval: 20 };
