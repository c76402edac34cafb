export { forgetRuns, runBulk } from './bulk/run-bulk.ts';
export { automationRoutes } from './routes.ts';
