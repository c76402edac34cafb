import type { Settings } from '../../../modules/inboxes/port.ts';

/** Settings the fixtures belong to; for tests. */
export const sampleSettings: Settings = {
  phoneNumber: '+55 41 3333-4444',
  phoneNumberId: '708311122233344',
  businessAccountId: '305566778899001',
  accessToken: 'EAAsample-access-token',
  appSecret: 'sample-app-secret',
  verifyToken: 'sample-verify-token',
};
