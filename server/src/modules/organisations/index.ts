export { createOrganisation, type NewOrganisation } from './create-organisation.ts';
export { organisationsRoutes } from './routes.ts';
export { sealAllAudits } from './seal-all-audits.ts';
export { sealAudit } from './seal-audit.ts';
export { type AuditState, verifyAudit } from './verify-audit.ts';
export { type OrganisationView, organisationOf, setupOpen } from './views.ts';
