import type { FastifyInstance, FastifyRequest } from 'fastify';
import { push } from './delivery.ts';
import { GraphError } from './graph-rules.ts';
import { accountWebhook } from './payloads.ts';
import type { Platform } from './platform.ts';
import type { Config } from './store.ts';
import { componentsOf } from './templates.ts';
import type { SimulatedTemplate } from './types.ts';

type Json = Record<string, unknown>;
const inner = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {});
const list = (value: unknown): Json[] => (Array.isArray(value) ? value.map(inner) : []);

/** Listing, submitting, reviewing and deleting templates, and the sample files of their headers. */
export function templateRoutes(app: FastifyInstance, platform: Platform): void {
  const { config, store } = platform;
  const account = `/:version/${config.businessAccountId}/message_templates`;
  const handles = new Set<string>();
  app.get(account, (request) => templatePage(config, inner(request.query)));
  app.post(account, (request) => submit(platform, inner(request.body), handles));
  app.delete(account, (request) => remove(platform, inner(request.query)));
  app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
  app.post('/:version/app/uploads', (request) => {
    const { file_length: length, file_type: type } = inner(request.query);
    if (!(Number(length) > 0) || !type) throw invalid('file_length');
    return { id: `upload:SIM${store.next()}?sig=ARsimulated` };
  });
  app.post('/:version/:upload', (request: FastifyRequest<{ Params: { upload: string } }>) => {
    if (!request.params.upload.startsWith('upload:SIM')) throw invalid('upload session');
    if (!Buffer.isBuffer(request.body) || request.headers.file_offset !== '0') throw invalid('file_offset');
    const handle = `4::sim:${store.next()}`;
    handles.add(handle);
    return { h: handle };
  });
}

const invalid = (what: string, user?: GraphError['user']) =>
  new GraphError({ status: 400, code: 100 }, `(#100) Invalid parameter: ${what}`, user ? { user } : {});

/** Templates in pages of at most 100, with the cursor of the next one. */
function templatePage({ templates }: Config, query: Json): Json {
  const start = Number(query.after ?? 0);
  const end = start + Math.min(100, Number(query.limit ?? 25));
  const next = end < templates.length ? { cursors: { after: String(end) }, next: 'there is more' } : {};
  return { data: templates.slice(start, end).map(templateOf), paging: next };
}

function templateOf(template: SimulatedTemplate): Json {
  const { id, name, language, status, category = 'UTILITY', quality = 'UNKNOWN', reason } = template;
  return {
    name,
    language,
    status,
    category,
    id,
    rejected_reason: status === 'REJECTED' ? (reason ?? 'INVALID_FORMAT') : 'NONE',
    quality_score: { score: quality },
    parameter_format: /\{\{\s*[a-z_]/i.test(template.body) ? 'NAMED' : 'POSITIONAL',
    components: componentsOf(template),
  };
}

const fieldsIn = (text: unknown): string[] => [
  ...new Set([...String(text ?? '').matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map((match) => match[1] ?? '')),
];

/** What the platform answers at once when the shape is wrong. */
function checkShape(body: Json, handles: ReadonlySet<string>): void {
  if (!/^[a-z0-9_]{1,512}$/.test(String(body.name))) throw invalid('name');
  if (!['MARKETING', 'UTILITY', 'AUTHENTICATION'].includes(String(body.category))) throw invalid('category');
  const parts = list(body.components);
  const text = parts.find((part) => part.type === 'BODY')?.text;
  if (typeof text !== 'string' || text.length > 1024) throw invalid('components: BODY');
  for (const part of parts) {
    const example = inner(part.example);
    const given = [example.body_text_named_params, example.header_text_named_params, example.header_text];
    const rows = [...given, Array.isArray(example.body_text) ? example.body_text[0] : undefined];
    const samples = rows.find(Array.isArray) ?? [];
    const wanted = part.type === 'FOOTER' ? 0 : fieldsIn(part.text).length;
    if (samples.length < wanted)
      throw invalid('components', {
        subcode: 2388043,
        title: 'Message template has no example',
        text: `The component ${String(part.type)} needs an example for each of its fields.`,
      });
    const isFile = ['IMAGE', 'VIDEO', 'DOCUMENT'].includes(String(part.format));
    const [handle] = Array.isArray(example.header_handle) ? example.header_handle : [];
    if (isFile && !handles.has(String(handle))) throw invalid('example.header_handle');
  }
}

/** Why the reviewers say no; undefined when they do not. */
function verdictOf({ category, components }: SimulatedTemplate): string | undefined {
  const words = (components ?? [])
    .map((part) => String(part.text ?? ''))
    .join(' ')
    .toLowerCase();
  if (/senha|password|contraseña|cart[aã]o de cr[eé]dito/.test(words)) return 'SCAM';
  if (category === 'UTILITY' && /promo[cç]|desconto|oferta|discount|descuento/.test(words))
    return 'TAG_CONTENT_MISMATCH';
  return fieldsIn(words).length * 3 > words.split(/\s+/).length ? 'INVALID_FORMAT' : undefined;
}

function submit(platform: Platform, body: Json, handles: ReadonlySet<string>): Json {
  const { config, store, timers } = platform;
  checkShape(body, handles);
  const { templates } = config;
  const [name, language] = [String(body.name), String(body.language)];
  if (templates.some((one) => one.name === name && one.language === language))
    throw invalid('name', {
      subcode: 2388024,
      title: 'Content in this language already exists',
      text: 'There is already content in this language for this template.',
    });
  const components = list(body.components);
  const text = String(components.find((part) => part.type === 'BODY')?.text);
  const category = String(body.category);
  const template: SimulatedTemplate = {
    id: store.next(),
    name,
    language,
    category,
    components,
    body: text,
    status: 'PENDING',
  };
  templates.push(template);
  const timer = setTimeout(() => {
    timers.delete(timer);
    if (!templates.includes(template)) return;
    template.reason = verdictOf(template);
    template.status = template.reason ? 'REJECTED' : 'APPROVED';
    tell(platform, template, template.status);
  }, config.reviewMs);
  timers.add(timer);
  return { id: template.id, status: template.status, category };
}

function tell({ config, delivery }: Platform, template: SimulatedTemplate, event: string): void {
  const value = {
    event,
    message_template_id: Number(template.id),
    message_template_name: template.name,
    message_template_language: template.language,
    reason: template.reason ?? 'NONE',
    message_template_category: template.category,
  };
  push(delivery, accountWebhook(config, { field: 'message_template_status_update', value }));
}

/** By name all languages go, by name and id one. */
function remove(platform: Platform, { name, hsm_id: id }: Json): Json {
  const { templates } = platform.config;
  const gone = templates.filter((one) => one.name === name && (id === undefined || one.id === id));
  if (gone.length === 0)
    throw invalid('name', {
      subcode: 2593002,
      title: 'Message template not found',
      text: `The message template ${String(name)} was not found.`,
    });
  for (const one of gone) {
    templates.splice(templates.indexOf(one), 1);
    tell(platform, one, 'DELETED');
  }
  return { success: true };
}
