export { presentPrivacy } from './present.ts';
export { privacyRoutes } from './routes.ts';
export { mountPrivacy, startPrivacy } from './work.ts';
