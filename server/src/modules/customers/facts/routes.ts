import * as contract from '@meada/contract/routes/facts';
import { type Mounted, serve } from '../../../kernel/http/route.ts';
import { addFact } from './add-fact.ts';
import { endFact } from './end-fact.ts';
import { listFacts } from './list-facts.ts';
import { readRepetition } from './read-repetition.ts';

/** What customers told once, and how often they are asked again. */
export const factRoutes: Mounted[] = [
  serve(contract.listFacts, listFacts),
  serve(contract.addFact, addFact),
  serve(contract.endFact, endFact),
  serve(contract.readRepetition, readRepetition),
];
