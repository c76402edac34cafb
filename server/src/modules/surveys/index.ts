export { surveyQuestions } from './answers.ts';
export { mountSurveys } from './page.ts';
export { presentSurveys } from './present.ts';
export { surveyRoutes } from './routes.ts';
export { startSurveys } from './start.ts';
export { surveyLines } from './timeline.ts';
export { surveyPage } from './views.ts';
