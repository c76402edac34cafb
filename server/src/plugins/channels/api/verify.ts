import { standardWebhooks } from '../../../kernel/signatures.ts';
import type { RawRequest, Settings } from '../../../modules/inboxes/port.ts';

/** Standard Webhooks under the inbox's secret. Without the time of the request nobody can tell a replay: refused. */
export const verify = (request: RawRequest, settings: Settings): boolean =>
  typeof settings.secret === 'string' && standardWebhooks.verify(settings.secret, request);
