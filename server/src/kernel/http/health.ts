import type { FastifyInstance, FastifyRequest } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Kernel } from '../ctx.ts';
import { Failure } from '../errors.ts';
import { heldSeconds } from '../events/log.ts';
import { sameText } from '../ids.ts';

/** `GET /health` for load balancers, `GET /metrics` for Prometheus (by token, or from this machine). */
export function mountHealth(app: FastifyInstance, kernel: Kernel, version: string): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const seconds = new Histogram({
    name: 'meada_http_seconds',
    help: 'Time to answer by route and status',
    labelNames: ['route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.5, 1, 5],
    registers: [registry],
  });
  const connections = new Gauge({
    name: 'meada_database_connections',
    help: 'Connections of the app pool',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      for (const [state, count] of Object.entries(kernel.database.stats())) this.set({ state }, count);
    },
  });
  registry.registerMetric(connections);
  const held = new Gauge({
    name: 'meada_log_held_seconds',
    help: 'How long events have waited for an older transaction to end',
    registers: [registry],
    async collect() {
      this.set(await heldSeconds(kernel).catch(() => Number.NaN));
    },
  });
  registry.registerMetric(held);
  app.addHook('onResponse', async (request, reply) => {
    // The route's pattern, never the address: no ids in labels.
    seconds.observe(
      { route: request.routeOptions.url ?? 'none', status: reply.statusCode },
      reply.elapsedTime / 1000,
    );
  });
  app.get('/health', async (_request, reply) => {
    const ok = await reachable(kernel);
    return reply.status(ok ? 200 : 503).send({ ok, version });
  });
  app.get('/metrics', async (request, reply) => {
    const given = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
    const wanted = kernel.config.metricsToken;
    const allowed = wanted ? given !== undefined && sameText(given, wanted) : isLocal(request);
    if (!allowed) throw new Failure('not_found', 'There is nothing here.');
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}

/** From this machine, and not by a proxy on it whose number was not set. */
const isLocal = ({ ip, headers }: FastifyRequest): boolean =>
  /^(127\.|::1$|::ffff:127\.)/.test(ip) && !headers['x-forwarded-for'] && !headers.forwarded;

async function reachable(kernel: Kernel): Promise<boolean> {
  try {
    await kernel.database.asSystem((db) => db.selectFrom('installation').select('name').limit(1).execute());
    return true;
  } catch {
    return false;
  }
}
