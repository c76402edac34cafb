import type { RawRequest, Settings } from '../../../modules/inboxes/port.ts';
import { challengeOf, rule } from '../../graph/signature.ts';
import { accountOf } from './settings.ts';

export { rule } from '../../graph/signature.ts';

/** Over the bytes as they came: whether `ã` stands raw or escaped is the sender's affair. False without a secret. */
export const verify = (request: RawRequest, settings: Settings): boolean =>
  rule.verify(accountOf(settings).appSecret, request);

/** Answers Meta's subscription handshake with the challenge, or null when mode, token or challenge are not right. */
export const handshake = (request: RawRequest, settings: Settings): string | null =>
  challengeOf(request, accountOf(settings).verifyToken);
