export { dealKinds } from './conditions.ts';
export { presentDeals } from './present.ts';
export { dealRoutes } from './routes.ts';
export { dealLines } from './timeline.ts';
