import type { DataPackage } from '@meada/contract/routes/privacy';
import { sql } from 'kysely';
import type { Ctx, Kernel } from '../../../kernel/ctx.ts';

const purpose = 'package';
const payload = (orgId: string, id: string, expires: number): string => `${orgId} ${id} ${expires}`;

/** Signed address of a package; it ends with it. */
export function packageUrl(
  kernel: Pick<Kernel, 'secrets' | 'publicUrl'>,
  { orgId, id, expiresAt }: { orgId: string; id: string; expiresAt: Date },
): string {
  const expires = Math.floor(expiresAt.getTime() / 1000);
  const query = new URLSearchParams({
    o: orgId,
    e: String(expires),
    s: kernel.secrets.sign(purpose, payload(orgId, id, expires)),
  });
  return `${kernel.publicUrl}/privacidade/pacotes/${id}?${query}`;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What an address names, or null when it is forged, malformed or over. */
export function readPackageUrl(
  kernel: Pick<Kernel, 'secrets' | 'clock'>,
  id: unknown,
  query: Record<string, unknown>,
): { orgId: string; id: string } | null {
  const { o, e, s } = query;
  if (typeof id !== 'string' || typeof o !== 'string' || typeof e !== 'string' || typeof s !== 'string')
    return null;
  if (!uuid.test(id) || !uuid.test(o) || !/^\d{10,11}$/.test(e)) return null;
  if (!kernel.secrets.verify(purpose, payload(o, id, Number(e)), s)) return null;
  return Number(e) * 1000 > kernel.clock.now().getTime() ? { orgId: o, id } : null;
}

type Row = Omit<DataPackage, 'url' | 'createdAt' | 'readyAt' | 'expiresAt'> & {
  createdAt: Date;
  readyAt: Date | null;
  expiresAt: Date | null;
};

/** Packages of a customer's group, newest first; with `requestId`, those of a request. */
export async function packagesOf(ctx: Ctx, of: { root: string; requestId?: string }): Promise<DataPackage[]> {
  const { rows } = await sql<Row>`
    SELECT p.id, p.state, p.size, p.created_at AS "createdAt", p.ready_at AS "readyAt", p.expires_at AS "expiresAt", p.downloads
    FROM privacy_packages p JOIN customers c ON c.org_id = p.org_id AND c.id = p.customer_id
    WHERE p.org_id = ${ctx.orgId} AND c.canonical_id = ${of.root}
      AND (${of.requestId ?? null}::uuid IS NULL OR p.request_id = ${of.requestId ?? null}::uuid)
    ORDER BY p.created_at DESC LIMIT 20`.execute(ctx.db);
  const now = ctx.clock.now();
  return rows.map((row) => {
    const { expiresAt, id, state } = row;
    const isOpen = state === 'ready' && expiresAt !== null && expiresAt > now;
    return {
      ...row,
      state: state === 'ready' && !isOpen ? 'expired' : state,
      url: isOpen ? packageUrl(ctx, { orgId: ctx.orgId, id, expiresAt }) : null,
      createdAt: row.createdAt.toISOString(),
      readyAt: row.readyAt?.toISOString() ?? null,
      expiresAt: expiresAt?.toISOString() ?? null,
    };
  });
}
