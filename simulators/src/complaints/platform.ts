import type { Platform } from '../platform.ts';
import { startComplaints } from './index.ts';
import { complaintsPhone } from './phone.ts';

/**
 * The invented complaint site. The demo has no mail server of its own, so its notices go nowhere: the agent writes the
 * complaint down by hand and pastes the answer on its page.
 */
export const complaintsPlatform: Platform = {
  name: 'complaints',
  start: async (port) => {
    const site = await startComplaints({ port });
    const settings = { sites: ['Queixa Aqui | queixa.example, 127.0.0.1 | 10 úteis | 10'] };
    return {
      ...{ url: site.url, allow: site.allow, app: complaintsPhone(site), stop: site.stop },
      inboxes: () => [{ channel: 'complaints', name: 'Sites de reclamação', settings }],
    };
  },
};
