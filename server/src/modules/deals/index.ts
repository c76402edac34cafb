export { dealKinds } from './conditions.ts';
export { type DealFilter, dealConditions } from './filter.ts';
export { presentDeals } from './present.ts';
export { dealRoutes } from './routes.ts';
export { dealLines } from './timeline.ts';
export { dealPage } from './views.ts';
