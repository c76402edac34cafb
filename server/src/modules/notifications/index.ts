export { keepLooking } from './looking.ts';
export { notificationRoutes } from './routes.ts';
export { startNotifications } from './start-notifications.ts';
