export { actorOf } from './actors.ts';
export { authenticateKey, authenticatePerson, recheckConnection } from './authenticate.ts';
export { createPerson } from './create-person.ts';
export { foundOrganisation } from './found-organisation.ts';
export { issueKey } from './issue-key.ts';
export { presentPeople } from './present.ts';
export { resetFactor } from './reset-factor.ts';
export { peopleRoutes } from './routes.ts';
export { viewerOf } from './rules.ts';
