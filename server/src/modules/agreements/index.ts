export { createAgreement } from './create-agreement.ts';
export { type MissedDeadline, missedPage } from './missed-page.ts';
export { presentAgreements } from './present.ts';
export { agreementRoutes } from './routes.ts';
export { startAgreements } from './start.ts';
export { deadlinesOf } from './views.ts';
