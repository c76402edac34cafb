import { createTransport } from 'nodemailer';
import { z } from 'zod';
import { version } from '../../app.ts';
import { type Finding, fault, notice, ok, type Patient, sentenceOf } from './check.ts';

const waitMs = 8000;
const Health = z.object({ ok: z.boolean(), version: z.string() });

const isLocal = (host: string): boolean => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(host);

/** The address as the world sees it, asked the way a platform's webhook would come. */
export async function checkAddress(patient: Patient): Promise<Finding[]> {
  const url = new URL(patient.publicUrl);
  const found = isLocal(url.hostname)
    ? [notice('address', `${url.origin} is this machine alone; set PUBLIC_URL for platforms to reach it.`)]
    : url.protocol === 'https:'
      ? [ok('address', `${url.origin} is public by name and encrypted.`)]
      : [fault('address', `${url.origin} is not encrypted; platforms and browsers want https.`)];
  return [...found, ...proxyFindings(patient, url), await reach(patient)];
}

/** This server speaks plain HTTP: who says https has a proxy in front, and must say how many. */
function proxyFindings({ config }: Patient, url: URL): Finding[] {
  if (url.protocol !== 'https:') return [];
  if (config.trustedProxies > 0) return [ok('proxy', `${config.trustedProxies} in front are believed.`)];
  return [
    fault('proxy', 'https means a proxy in front; set TRUSTED_PROXIES, or all callers share one address.'),
  ];
}

async function reach({ egress, publicUrl }: Patient): Promise<Finding> {
  const address = `${publicUrl}/health`;
  try {
    const answer = await egress.fetch(address, { timeoutMs: waitMs, redirects: 0, maxBytes: 10_000 });
    const health = Health.safeParse(await answer.json());
    if (!health.success) return fault('reach', `${address} answers ${answer.status}, but is not a Meada.`);
    if (!health.data.ok) return fault('reach', `${address} answers that it cannot reach its database.`);
    if (health.data.version === version) return ok('reach', `${address} answers.`);
    return notice(
      'reach',
      `${address} answers as version ${health.data.version}, this program is ${version}.`,
    );
  } catch (error) {
    return isLocal(new URL(publicUrl).hostname)
      ? notice('reach', `${address} does not answer; is the server running?`)
      : fault('reach', `${address} does not answer: ${sentenceOf(error)}`);
  }
}

/** The sender of the house's own mail: connects and signs in, sends nothing. */
export async function checkMail({ config, egress }: Patient): Promise<Finding[]> {
  if (!config.mail) {
    return [notice('mail', 'No sender is set (SMTP_URL); links of invitations are copied by hand.')];
  }
  const url = new URL(config.mail.url);
  const secure = url.protocol === 'smtps:';
  try {
    const to = await egress.resolve(url.hostname, Number(url.port || (secure ? 465 : 587)));
    const transport = createTransport({
      host: to.address,
      port: to.port,
      secure,
      tls: { servername: to.servername },
      ...(url.username
        ? { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }
        : {}),
      connectionTimeout: waitMs,
      greetingTimeout: waitMs,
      socketTimeout: waitMs,
    });
    await transport.verify().finally(() => transport.close());
    return [ok('mail', `${url.hostname} takes mail of ${config.mail.from}.`)];
  } catch (error) {
    return [fault('mail', `${url.hostname} does not take mail: ${sentenceOf(error)}`)];
  }
}
