import { createHash } from 'node:crypto';
import type { Kernel } from '../../kernel/ctx.ts';
import { sealPush, vapidHeader } from '../../kernel/web-push.ts';
import type { Ready } from './pushes.ts';
import { vapidPair } from './vapid.ts';

const timeoutMs = 10_000;
/** At most 32 letters of base64url (RFC 8030 §5.4): what waits at the push service is replaced by what is newer. */
const topicOf = (tag: string): string => createHash('sha256').update(tag).digest('base64url').slice(0, 32);
const urgent: ReadonlySet<string> = new Set(['offer', 'assigned', 'mention', 'try']);

export type Answer = { status: number; retryAfter: number | null };

/** The one request; no answer counts as a server in trouble. An address that may not be called is gone for good. */
export async function speak(kernel: Kernel, { row, endpoint, keys, text }: Ready): Promise<Answer> {
  const { egress, clock, ids, publicUrl } = kernel;
  try {
    const subject = publicUrl.startsWith('https:') ? publicUrl : 'mailto:webmaster@localhost';
    const authorization = vapidHeader(endpoint, await vapidPair(kernel), { subject, now: clock.now() });
    const ttl = Math.max(0, Math.floor((row.ends_at.getTime() - clock.now().getTime()) / 1000));
    const answer = await egress.fetch(endpoint, {
      method: 'POST',
      headers: {
        authorization,
        ttl: String(ttl),
        urgency: urgent.has(row.kind) ? 'high' : 'normal',
        topic: topicOf(`${row.conversation_id ?? row.subject_id ?? row.kind}`),
        'content-encoding': 'aes128gcm',
        'content-type': 'application/octet-stream',
      },
      body: sealPush(text, keys, { salt: ids.bytes(16), key: ids.bytes(32) }),
      redirects: 0,
      timeoutMs,
      maxBytes: 16 * 1024,
    });
    await answer.bytes().catch(() => null);
    const wait = Number(answer.headers['retry-after']);
    return { status: answer.status, retryAfter: Number.isFinite(wait) && wait > 0 ? wait : null };
  } catch (error) {
    const code = (error as { code?: string }).code;
    kernel.log.info('a push service could not be reached', { error, host: new URL(endpoint).host });
    return { status: code === 'refused' ? 410 : 503, retryAfter: null };
  }
}
