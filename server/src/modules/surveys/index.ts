export { surveyQuestions } from './answers.ts';
export { mountSurveys } from './page.ts';
export { planSurveys } from './plan-surveys.ts';
export { presentSurveys } from './present.ts';
export { surveyRoutes } from './routes.ts';
export { runSurveys } from './run-surveys.ts';
export { surveyLines } from './timeline.ts';
export { type SurveyFilter, surveyPage } from './views.ts';
