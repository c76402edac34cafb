import * as contract from '@meada/contract/routes/surveys';
import { type Mounted, serve } from '../../kernel/http/route.ts';
import { dropSurveyRule } from './drop-survey-rule.ts';
import { listBadSurveys } from './list-bad-surveys.ts';
import { listSurveyRules } from './list-survey-rules.ts';
import { listSurveys } from './list-surveys.ts';
import { readSurveyReport } from './read-survey-report.ts';
import { saveSurveyRule } from './save-survey-rule.ts';
import { settleSurvey } from './settle-survey.ts';

export const surveyRoutes: Mounted[] = [
  serve(contract.listSurveyRules, listSurveyRules),
  serve(contract.saveSurveyRule, saveSurveyRule),
  serve(contract.dropSurveyRule, (ctx, { params }) => dropSurveyRule(ctx, params)),
  serve(contract.readSurveyReport, readSurveyReport),
  serve(contract.listBadSurveys, listBadSurveys),
  serve(contract.listSurveys, listSurveys),
  serve(contract.settleSurvey, settleSurvey),
];
