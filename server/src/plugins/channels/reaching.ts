/** Codes of a connection that never stood, or that our own egress did not open: the request cannot have arrived. */
const neverConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  // A certificate that was not believed: the request is not sent before.
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'outside_failed',
]);

/** What a thrown error of a request says about it: refused by our rules, never out, or lost on the way. */
export function reachOf(error: unknown): 'barred' | 'unsent' | 'lost' {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    const code = 'code' in at ? at.code : undefined;
    if (code === 'refused') return 'barred';
    if (typeof code === 'string' && neverConnected.has(code)) return 'unsent';
  }
  return 'lost';
}

const longestPause = 24 * 3600;

/** Seconds of a Retry-After header, which has seconds or a date (RFC 9110 §10.2.3); at most a day. */
export function pauseOf(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined;
  const seconds = /^\d{1,9}$/.test(header)
    ? Number(header)
    : Math.ceil((Date.parse(header) - now.getTime()) / 1000);
  return seconds > 0 ? Math.min(seconds, longestPause) : undefined;
}
