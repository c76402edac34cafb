import * as contract from '@meada/contract/routes/intake';
import { type Mounted, serve } from '../../../kernel/http/route.ts';
import { listIntakeRules } from './list-intake-rules.ts';
import { putIntakeRules } from './put-intake-rules.ts';
import { tryIntakeRules } from './try-intake-rules.ts';

export const intakeRoutes: Mounted[] = [
  serve(contract.listIntakeRules, listIntakeRules),
  serve(contract.putIntakeRules, putIntakeRules),
  serve(contract.tryIntakeRules, tryIntakeRules),
];
