export { importRoutes } from './routes.ts';
export { forgetImports, runImports } from './run-imports.ts';
export { placeOf, sendTable } from './send-table.ts';
