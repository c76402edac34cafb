import type { ListView } from '@meada/contract/routes/conversations';

/** What this browser remembers of the person's liking. */
export type Preferences = {
  alerts: boolean;
  enterSends: boolean;
  panel: boolean;
  view: ListView;
  keepOffline: boolean;
  /** After resolving, the next conversation of the list is opened. */
  goesOn: boolean;
  /** What comes next after setting up is shown where nothing is open. */
  firstSteps: boolean;
  /** How high an agent's bar above the list was last (pixels), 0 for who has none: its room is kept until it comes. */
  workHeight: number;
  /** The views shown only while something is in them that were above the list last: their room is kept, too. */
  filledViews: ListView[];
};

const key = 'meada.preferences';
const usual: Preferences = {
  alerts: true,
  enterSends: true,
  panel: true,
  view: 'all',
  keepOffline: true,
  goesOn: false,
  firstSteps: true,
  workHeight: 0,
  filledViews: [],
};

/** What was kept, or the usual. */
export function readLiking(): Preferences {
  try {
    return { ...usual, ...(JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Preferences>) };
  } catch {
    return usual;
  }
}

export const keepLiking = (liking: Preferences): void => localStorage.setItem(key, JSON.stringify(liking));
