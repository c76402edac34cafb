/** Whether somebody is available or away, as they said in this browser; said again when it comes back. */
export type Choice = { state: 'available' | 'away'; since: number };

const place = 'meada.presence';

/** The last choice made here, if any that can be read. */
export function readChoice(): Choice | null {
  try {
    const kept = JSON.parse(localStorage.getItem(place) ?? 'null') as Partial<Choice> | null;
    if (kept?.state !== 'away' && kept?.state !== 'available') return null;
    return Number.isInteger(kept.since) ? { state: kept.state, since: kept.since ?? 0 } : null;
  } catch {
    return null;
  }
}

export function keepChoice(choice: Choice): void {
  try {
    localStorage.setItem(place, JSON.stringify(choice));
  } catch {
    // A browser that keeps nothing forgets it with the page.
  }
}
