import { bodyHmac, sameText } from '../../../kernel/signatures.ts';
import type { RawRequest, Settings } from '../../../modules/inboxes/port.ts';
import { accountOf } from './settings.ts';

/** The ways in which gateways write an HMAC-SHA256 of the body. */
const bodyRules = (header: string) =>
  (['hex', 'base64'] as const).flatMap((encoding) =>
    ['', 'sha256='].map((prefix) => bodyHmac({ header, algorithm: 'sha256', encoding, prefix })),
  );

/**
 * Checks a gateway's notice as the settings say: a shared secret in the address or a header (it does not cover the
 * body), or an HMAC-SHA256 of the body in hex or base64, with or without `sha256=` before it. False without a secret.
 */
export function verify(request: RawRequest, settings: Settings): boolean {
  const { hookSecret, proofPlace, proofName } = accountOf(settings);
  if (!hookSecret) return false;
  if (proofPlace === 'query') return sameText(request.query[proofName] ?? '', hookSecret);
  const header = proofName.toLowerCase();
  if (proofPlace === 'header')
    return sameText((request.headers[header] ?? '').replace(/^Bearer /i, ''), hookSecret);
  return bodyRules(header).some((rule) => rule.verify(hookSecret, request));
}
