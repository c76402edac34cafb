type Choice = { value: string; label: string };

/**
 * Choices of a list together with what was chosen from it and is gone since (a label that was deleted), under one name for
 * all of these: shown it can be taken away, a bare id says nothing.
 */
export function withGone(choices: readonly Choice[], chosen: readonly string[], label: string): Choice[] {
  const known = new Set(choices.map(({ value }) => value));
  return [...choices, ...chosen.filter((id) => !known.has(id)).map((value) => ({ value, label }))];
}
