import { createHmac } from 'node:crypto';
import { secretHeader as headerRule } from '../../../kernel/signatures.ts';
import type { RawRequest, Settings } from '../../../modules/inboxes/port.ts';

export const secretHeader = 'x-telegram-bot-api-secret-token';

/**
 * The secret the platform sends back in every webhook request (1–256 of `A-Za-z0-9_-`; Bot API, setWebhook,
 * `secret_token`). Derived from the bot's token, so that nobody has to invent and keep a second secret, and a
 * new token brings a new one. Null without a token: no secret, no webhook.
 */
export function webhookSecret(settings: Settings): string | null {
  const token = settings.token;
  if (typeof token !== 'string' || token === '') return null;
  return createHmac('sha256', token).update('webhook secret').digest('base64url');
}

const rule = headerRule(secretHeader);

/** A shared secret: it does not cover the body. */
export const verify = (request: RawRequest, settings: Settings): boolean =>
  rule.verify(webhookSecret(settings), request);
