import { type Locale, lineOf, textOf } from '@meada/contract/primitives';
import { RequestKind } from '@meada/contract/routes/privacy-requests';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { systemActor } from '../../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import { Failure } from '../../../kernel/errors.ts';
import { type Limiter, makeLimiter } from '../../../kernel/http/limits.ts';
import { escaped, pageLocale, sendPage } from '../../../kernel/http/public-page.ts';
import { packagesOf } from '../packages/views.ts';
import { settingsOf } from '../settings/settings.ts';
import { heldOf } from './held.ts';
import { codePage, type Firm, formPage, shell, statusPage } from './page-html.ts';
import { pageTexts } from './page-texts.ts';
import { proveRequest } from './prove-request.ts';
import { submitRequest } from './submit-request.ts';
import { readRequestToken } from './tokens.ts';
import { addMessage, requestById } from './views.ts';

/** The page on which anybody asks for their rights, and the page of each request. No account, no script. */

const perMinute = { ask: 5, prove: 10, write: 10, house: 120 };

const Asked = z.object({
  kind: RequestKind,
  address: lineOf(254, 3),
  details: textOf(4000).default(''),
  /** A field people do not see: whoever fills it in is a program. */
  site: z.string().max(2000).default(''),
});

type Place = { app: FastifyInstance; kernel: Kernel; limiter: Limiter };

const gone = (reply: FastifyReply, locale: Locale): FastifyReply => {
  const { gone: text } = pageTexts[locale];
  return sendPage(reply, 404, shell(locale, text, `<p>${escaped(text)}</p>`));
};

const slugForm = /^[a-z0-9][a-z0-9-]{0,62}$/;

async function firmOf(kernel: Kernel, where: { slug: string } | { id: string }): Promise<Firm | null> {
  if ('slug' in where && !slugForm.test(where.slug)) return null;
  const row = await kernel.database.asSystem((db) => {
    const all = db.selectFrom('organisations').select(['id', 'name', 'time_zone']);
    return 'slug' in where
      ? all.where('slug', '=', where.slug).executeTakeFirst()
      : all.where('id', '=', where.id).executeTakeFirst();
  });
  if (!row) return null;
  const settings = await inTransaction(kernel, systemActor(row.id), settingsOf);
  return { id: row.id, name: row.name, zone: row.time_zone, settings };
}

/** A form's fields; a field that comes twice counts once. */
const fieldsOf = (request: FastifyRequest): Record<string, string> =>
  request.body instanceof URLSearchParams ? Object.fromEntries(request.body) : {};

const isTooMany = (work: () => void): boolean => {
  try {
    work();
    return false;
  } catch (error) {
    if (error instanceof Failure && error.code === 'too_many') return true;
    throw error;
  }
};

export function mountRequests(app: FastifyInstance, kernel: Kernel): void {
  const limiter = makeLimiter(kernel.clock);
  void app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, parsed) => parsed(null, null));
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: 32_768 },
      (_request, body, parsed) => parsed(null, new URLSearchParams(String(body))),
    );
    mountForm({ app: scope, kernel, limiter });
    mountStatus({ app: scope, kernel, limiter });
    done();
  });
}

function mountForm({ app, kernel, limiter }: Place): void {
  const draft = { kind: 'access' as RequestKind, address: '', details: '', problem: null };
  const slugOf = (request: FastifyRequest): string => String((request.params as { slug?: unknown }).slug);
  app.get('/privacidade/:slug', async (request, reply) => {
    const locale = pageLocale(request);
    const firm = await firmOf(kernel, { slug: slugOf(request) });
    if (!firm?.settings.pageOpen) return gone(reply, locale);
    return sendPage(reply, 200, formPage(locale, firm, draft));
  });
  app.post('/privacidade/:slug', async (request, reply) => {
    const locale = pageLocale(request);
    const firm = await firmOf(kernel, { slug: slugOf(request) });
    if (!firm?.settings.pageOpen) return gone(reply, locale);
    const fields = fieldsOf(request);
    const again = (status: number, problem: string) => {
      const kind = RequestKind.safeParse(fields.kind).data ?? 'access';
      const typed = {
        address: (fields.address ?? '').slice(0, 254),
        details: (fields.details ?? '').slice(0, 4000),
      };
      return sendPage(reply, status, formPage(locale, firm, { kind, ...typed, problem }));
    };
    const isBusy = isTooMany(() => {
      limiter.take('ask', request.ip, perMinute.ask);
      limiter.take('ask of', firm.id, perMinute.house);
    });
    if (isBusy) return again(429, pageTexts[locale].tooMany);
    const asked = Asked.safeParse(fields);
    if (!asked.success || asked.data.site !== '') return again(422, pageTexts[locale].missing);
    const token = await submitRequest(kernel, firm.id, { ...asked.data, locale });
    return token ? reply.redirect(`/privacidade/pedido/${token}`, 303) : gone(reply, locale);
  });
}

function mountStatus({ app, kernel, limiter }: Place): void {
  const path = '/privacidade/pedido/:token';
  const tokenOf = (request: FastifyRequest): string => String((request.params as { token?: unknown }).token);
  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    isWrong: boolean,
  ): Promise<FastifyReply> => {
    const locale = pageLocale(request);
    const place = readRequestToken(kernel.secrets, tokenOf(request));
    const firm = place && (await firmOf(kernel, { id: place.orgId }));
    const shown =
      place && (await inTransaction(kernel, systemActor(place.orgId), (ctx) => load(ctx, place.id)));
    if (!firm || !shown) return gone(reply, locale);
    const { state } = shown.detail.request;
    if (state === 'unproven') return sendPage(reply, isWrong ? 422 : 200, codePage(locale, firm, isWrong));
    return sendPage(reply, 200, statusPage(locale, firm, shown));
  };
  app.get(path, (request, reply) => show(request, reply, false));
  app.post(path, async (request, reply) => {
    const token = tokenOf(request);
    const place = readRequestToken(kernel.secrets, token);
    if (!place) return gone(reply, pageLocale(request));
    const fields = fieldsOf(request);
    const isBusy = isTooMany(() => {
      limiter.take('prove', request.ip, perMinute.prove);
      limiter.take('write', token, perMinute.write);
    });
    if (isBusy) return show(request, reply, true);
    if (fields.code !== undefined) {
      const isProven = await proveRequest(kernel, token, fields.code.slice(0, 40));
      return isProven ? reply.redirect(`/privacidade/pedido/${token}`, 303) : show(request, reply, true);
    }
    const text = textOf(4000, 1).safeParse((fields.text ?? '').trim());
    if (text.success)
      await inTransaction(kernel, systemActor(place.orgId), (ctx) => write(ctx, place.id, text.data));
    return reply.redirect(`/privacidade/pedido/${token}`, 303);
  });
}

async function load(ctx: Ctx, id: string) {
  const detail = await requestById(ctx, id).catch((error: unknown) => {
    if (error instanceof Failure && error.code === 'not_found') return null;
    throw error;
  });
  if (!detail) return null;
  const { customerId, provenAt, kind } = detail.request;
  // What an agent wrote down waits for the proof as well: the address of the page alone is none.
  if (!customerId || !provenAt) return { detail, packages: [], held: null };
  const root = await rootOf(ctx, customerId);
  const packages = await packagesOf(ctx, { root, requestId: id });
  return { detail, packages, held: answeredAtOnce.includes(kind) ? await heldOf(ctx, root) : null };
}

/** Kinds whose answer in short stands on the page as soon as it is proven whose request it is. */
const answeredAtOnce: readonly RequestKind[] = ['confirmation', 'access', 'portability'];

const rootOf = async (ctx: Ctx, id: string): Promise<string> =>
  (
    await ctx.db
      .selectFrom('customers')
      .select('canonical_id')
      .where('org_id', '=', ctx.orgId)
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
  ).canonical_id;

async function write(ctx: Ctx, id: string, text: string): Promise<void> {
  const { request } = await requestById(ctx, id);
  if (['unproven', 'done', 'refused', 'expired'].includes(request.state)) return;
  await addMessage(ctx, { requestId: id, authorKind: 'customer', text });
  if (request.state === 'asked')
    await ctx.db
      .updateTable('privacy_requests')
      .set({ state: 'working' })
      .where('org_id', '=', ctx.orgId)
      .where('id', '=', id)
      .execute();
  ctx.emit({ name: 'privacy.changed', facts: { what: 'requests', customerId: request.customerId } });
}
