/** What tests of modules to the right drive announcements with. */
export { countAudience } from './audience.ts';
export { runAnnouncements } from './run-announcements.ts';
export { startAnnouncement } from './start-announcement.ts';
export { tell } from './tell.ts';
export { announcementsOf } from './views.ts';
