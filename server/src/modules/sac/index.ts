export { hasKeptDemand, keptByDecree, keptDemands, retentionFloors } from './keeping.ts';
export { mountHistories } from './page.ts';
export { presentSac } from './present.ts';
export { sacRoutes } from './routes.ts';
export { startSac } from './start.ts';
