/** For how long a macro or a run over many conversations can be taken back (ms). */
export const undoMs = 30 * 60_000;

/** Conversations in one transaction; so many are also done at once, while the caller waits. */
export const batchSize = 50;

/** After this a run is forgotten (ms). */
export const keptMs = 30 * 86_400_000;
