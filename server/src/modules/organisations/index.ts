export { createOrganisation, type NewOrganisation } from './create-organisation.ts';
export { organisationsRoutes } from './routes.ts';
export { type OrganisationView, organisationOf, setupOpen } from './views.ts';
