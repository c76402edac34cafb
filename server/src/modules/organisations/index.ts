export { createOrganisation, type NewOrganisation } from './create-organisation.ts';
export { organisationsRoutes } from './routes.ts';
export { sealAllAudits } from './seal-all-audits.ts';
export { sealAudit } from './seal-audit.ts';
export { verifyAudit } from './verify-audit.ts';
export { organisationOf, setupOpen, zoneOf } from './views.ts';
