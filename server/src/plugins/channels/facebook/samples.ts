import type { Settings } from '../../../modules/inboxes/port.ts';

/** Settings the fixtures belong to; for tests. */
export const sampleSettings: Settings = {
  pageId: '104512345678901',
  username: 'minhaloja',
  accessToken: 'EAAsample-access-token',
  appSecret: 'sample-app-secret',
  verifyToken: 'sample-verify-token',
};
