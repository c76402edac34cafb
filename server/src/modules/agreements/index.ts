export { countClocks } from './count.ts';
export { createAgreement } from './create-agreement.ts';
export { type MissedDeadline, missedPage } from './missed-page.ts';
export { presentAgreements } from './present.ts';
export { readReport } from './read-report.ts';
export { type ReportGroup, reportGroups } from './report-groups.ts';
export { agreementRoutes } from './routes.ts';
export { startAgreements } from './start.ts';
export { deadlinesOf } from './views.ts';
