import * as contract from '@meada/contract/routes/preferences';
import { type Mounted, serve } from '../../../kernel/http/route.ts';
import { dropPreference } from './drop-preference.ts';
import { readPreferences } from './read-preferences.ts';
import { statePreference } from './state-preference.ts';

/** How customers want to be reached. */
export const preferenceRoutes: Mounted[] = [
  serve(contract.readPreferences, readPreferences),
  serve(contract.statePreference, statePreference),
  serve(contract.dropPreference, dropPreference),
];
