/** Draws the pages before sign-in. */
export function startGate(_unreachable: boolean): void {}
