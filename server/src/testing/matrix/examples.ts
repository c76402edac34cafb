import { randomUUID } from 'node:crypto';
import { usualPush } from '@meada/contract/push';
import type { Route } from '@meada/contract/route';
import { besideAutomated } from './automated.ts';
import { decreeBodies } from './decree.ts';
import { browserToTell } from './device.ts';
import type { Firm } from './firm.ts';
import { besideLater, laterBodies } from './later.ts';
import { intakeRule, queueOf } from './queue-bodies.ts';
import { surveyRule } from './rated.ts';
import { visitorBodies } from './visited.ts';

const text = { kind: 'text', text: 'Olá' };
const announcement = { 'pt-BR': 'Agora também aqui', en: 'Now also here', es: 'Ahora también aquí' };
const token = 'x'.repeat(43);
const secret = 'no password of anybody';

const promised = {
  name: 'Padrão',
  targets: { first_answer: 60, next_answer: null, resolution: null },
};
const office = { name: 'Horário', timeZone: 'America/Sao_Paulo', week: [], holidays: 'national' };

/** Stages of a pipeline: the first is the one there is, where it is changed. */
const stages = (first: string | undefined) => [
  { ...(first ? { id: first } : {}), name: 'Novo', category: 'open', probability: 10, colour: '#112233' },
  { name: 'Sim', category: 'won', probability: 100, colour: '#112233' },
  { name: 'Não', category: 'lost', probability: 0, colour: '#112233' },
];

/** A queue that names one of everything. */
/** A right body for each route that has one, about things of the firm. */
const bodies: Record<string, (ids: Firm['ids']) => unknown> = {
  ...visitorBodies,
  'announcements.audience': ({ inbox }) => ({ wayInboxIds: [inbox] }),
  'announcements.start': ({ apiInbox }) => ({ texts: announcement, wayInboxIds: [apiInbox] }),
  'inboxes.templates.submit': () => ({
    name: 'exemplo',
    language: 'pt_BR',
    cost: 'utility',
    parts: [{ part: 'body', text: 'Seu pedido saiu para entrega.' }],
  }),
  'inboxes.templates.delete': () => ({ name: 'exemplo', language: 'pt_BR' }),
  'announcements.test': ({ apiInbox }) => ({
    wayInboxId: apiInbox,
    address: { kind: 'api', value: 'u77' },
    text: 'Agora também aqui',
  }),
  'abandonments.change': ({ person }) => ({ assigneeId: person }),
  'abandonments.changeMany': ({ abandonment, person }) => ({ ids: [abandonment], assigneeId: person }),
  'brands.change': () => ({ name: 'Marca', voice: '' }),
  'brands.create': () => ({ name: 'Marca', voice: '' }),
  'callbacks.settle': () => ({ outcome: 'no_answer' }),
  'bulk.start': ({ conversation }) => ({
    runId: randomUUID(),
    conversationIds: [conversation],
    action: { kind: 'priority', priority: 'high' },
  }),
  'canned.change': () => ({ shortcut: 'novo', title: 'T', text: 'X' }),
  'canned.create': () => ({ shortcut: 'mais', title: 'T', text: 'X' }),
  'channel.outbox.ack': ({ dispatch }) => ({ items: [{ id: dispatch }] }),
  'channel.push': () => ({
    items: [
      {
        kind: 'message',
        externalId: 'm9',
        at: '2026-03-02T12:00:00Z',
        from: { id: 'u9' },
        text: 'Oi',
      },
    ],
  }),
  'macros.change': () => ({ name: 'M', actions: [{ kind: 'priority', priority: 'high' }] }),
  'macros.create': () => ({ name: 'M', actions: [{ kind: 'priority', priority: 'high' }] }),
  'macros.preview': ({ macro }) => ({ macroId: macro }),
  'macros.run': ({ macro }) => ({ runId: randomUUID(), macroId: macro }),
  'conversations.assign': ({ person }) => ({ assigneeId: person }),
  'conversations.change': () => ({ priority: 'high' }),
  'conversations.draft': () => ({ text: 'rascunho' }),
  'conversations.follow': () => ({ follow: true }),
  'conversations.merge': ({ otherConversation }) => ({ intoId: otherConversation }),
  'conversations.moveMessages': ({ otherConversation, message }) => ({
    intoId: otherConversation,
    messageIds: [message],
  }),
  'conversations.split': ({ message }) => ({ clientId: randomUUID(), messageIds: [message] }),
  'conversations.readMark': () => ({ seq: 0 }),
  'conversations.send': () => ({ clientId: randomUUID(), content: text }),
  'conversations.start': ({ apiInbox, customer, identity }) => ({
    clientId: randomUUID(),
    customerId: customer,
    identityId: identity,
    inboxId: apiInbox,
    content: text,
  }),
  'conversations.status': () => ({ status: 'open' }),
  ...laterBodies,
  'customers.change': () => ({ notes: 'x' }),
  'customers.consents.record': () => ({ purpose: 'marketing', state: 'given', note: 'no balcão' }),
  'customers.create': () => ({ name: 'Nova' }),
  'customers.identities.add': () => ({ kind: 'email', value: `${randomUUID()}@exemplo.com.br` }),
  'customers.record.change': () => ({ birthDate: '1988-03-07' }),
  'customers.block': () => ({ blocked: false }),
  'customers.documents.add': () => ({ kind: 'cnh', number: '98765' }),
  'customers.notes.add': () => ({ text: 'Nota' }),
  'customers.notes.change': () => ({ text: 'Outra' }),
  'customers.files.add': ({ attachment }) => ({ attachmentId: attachment }),
  'customers.postal.add': () => ({ street: 'Rua Y', city: 'Curitiba' }),
  'customers.postal.change': () => ({ street: 'Rua Z', city: 'Curitiba' }),
  'customers.preferences.state': () => ({ value: { kind: 'language', locale: 'es' } }),
  'companies.members.add': ({ otherCustomer }) => ({ customerId: otherCustomer }),
  'companies.members.change': () => ({ role: 'Compras' }),
  'companies.domains.set': () => ({ domains: ['firma.example'] }),
  'facts.add': () => ({ kind: 'cep', value: '80010-000' }),
  'agreements.create': () => promised,
  'agreements.change': () => promised,
  'agreements.order': ({ agreement }) => ({ agreementIds: [agreement] }),
  'hours.create': () => office,
  'hours.change': () => office,
  'hours.preview': () => office,
  'holidays.put': () => ({ items: [] }),
  'pipelines.create': () => ({ name: 'Atacado', stages: stages(undefined) }),
  'pipelines.change': ({ stage }) => ({ name: 'Vendas', stages: stages(stage) }),
  'pipelines.archive': () => ({ archived: false }),
  'deals.reasons.put': ({ reason }) => ({ items: [{ id: reason, outcome: 'won', name: 'Preço' }] }),
  'deals.create': ({ customer }) => ({ title: 'Negócio', customerId: customer }),
  'deals.change': () => ({ title: 'Outro' }),
  'deals.move': ({ stage }) => ({ stageId: stage }),
  'tasks.create': ({ customer, queue }) => ({
    ...{ clientId: randomUUID(), title: 'Ligar' },
    ...{ customerId: customer, queueId: queue },
  }),
  'tasks.change': ({ queue }) => ({ title: 'Escrever', queueId: queue }),
  'tasks.done': () => ({ done: false }),
  'tasks.bell': () => ({}),
  'tasks.comment': () => ({ clientId: randomUUID(), text: 'Liguei' }),
  ...decreeBodies,
  'surveyRules.save': () => surveyRule,
  'surveys.seen': () => ({ seen: true }),
  'routing.createQueue': (ids) => queueOf(ids, randomUUID()),
  'routing.changeQueue': (ids) => queueOf(ids, randomUUID()),
  'routing.putSettings': () => ({ handOver: { askSeconds: 60, lookSeconds: 600 } }),
  'routing.createSkill': () => ({ name: randomUUID() }),
  'routing.changeSkill': () => ({ name: randomUUID() }),
  'routing.putAwayReasons': ({ awayReason }) => ({ items: [{ id: awayReason, name: randomUUID() }] }),
  'routing.setAgent': ({ queue, skill }) => ({
    capacity: { realTime: 9, deferred: 9 },
    ...{ queueIds: [queue], skills: [{ skillId: skill, level: 1 }] },
  }),
  'routing.putIntakeRules': (ids) => ({ items: [intakeRule(ids)] }),
  'routing.tryIntakeRules': (ids) => ({ items: [intakeRule(ids)], sample: { inboxId: ids.inbox } }),
  'routing.setAgentPresence': ({ awayReason }) => ({ state: 'away', reasonId: awayReason }),
  'routing.presence': ({ awayReason }) => ({ state: 'away', reasonId: awayReason }),
  'routing.whisper': () => ({ clientId: randomUUID(), text: 'x' }),
  'routing.askHandOver': ({ person }) => ({ agentId: person, note: 'x', introduce: true }),
  'routing.decline': () => ({ reason: 'x' }),
  'routing.pullNext': ({ queue }) => ({ queueId: queue }),
  'routing.release': ({ queue, person }) => ({ queueId: queue, agentId: person, note: 'x' }),
  'segments.create': () => ({ name: randomUUID(), conditions: { match: 'all', of: [] } }),
  'segments.change': () => ({ name: randomUUID(), conditions: { match: 'any', of: [] } }),
  'segments.count': () => ({ conditions: { match: 'all', of: [] } }),
  'segments.preview': () => ({ conditions: { match: 'all', of: [] } }),
  'fields.create': () => ({ subject: 'customer', name: `f${Date.now()}`, label: 'F', type: 'text' }),
  'fields.change': () => ({ label: 'F' }),
  'fields.archive': () => ({ archived: false }),
  'fields.order': () => ({ subject: 'customer', names: ['nivel'] }),
  'postal.settings.change': () => ({ provider: null }),
  'customers.merge': ({ otherCustomer }) => ({ otherId: otherCustomer, reason: 'a mesma' }),
  'identities.checks.send': () => ({ way: 'code' }),
  'identities.checks.answer': () => ({ code: '000000' }),
  'identities.end': () => ({ ended: false, reason: 'é dela' }),
  'identities.shared': () => ({ shared: false }),
  'duplicates.settle': () => ({ action: 'later' }),
  'duplicates.settings.change': () => ({ nightly: true }),
  'duplicates.scan.start': () => ({}),
  'publicMatters.writeDown': () => ({
    clientId: randomUUID(),
    site: 'Site',
    text: 'x',
    customer: { name: 'Ana' },
  }),
  'publicDuties.waive': () => ({ reason: 'Propaganda' }),
  'customers.suggestion.settle': () => ({ accept: false }),
  'imports.map': () => ({ mapping: ['name'], options: { known: 'fill', days: 'dmy', labelIds: [] } }),
  'importMappings.save': (ids) => ({ importId: ids.import, name: randomUUID() }),
  'inboxes.add': () => ({ channel: 'webchat', name: 'Outro', settings: { name: 'Outro' } }),
  'inboxes.change': () => ({ name: 'Site' }),
  'inboxes.resync': () => ({ since: '2026-03-01T00:00:00Z' }),
  'inboxes.consent.begin': () => ({ provider: 'google' }),
  'inboxes.consent.finish': () => ({ state: token, code: 'x' }),
  'invitations.accept': () => ({ token, password: secret, name: 'A' }),
  'invitations.state': () => ({ token }),
  'keys.create': () => ({ name: 'K', scopes: ['people.read'] }),
  'workspace.change': () => ({ density: 'compact' }),
  'workspace.setStandard': () => ({ teamId: null, layout: null, density: 'compact' }),
  'mentions.see': () => ({ messageId: null }),
  'conversations.followers': ({ person }) => ({ addIds: [person] }),
  'savedViews.change': () => ({ name: 'Trocas', shared: true, filters: { query: 'troca' } }),
  'savedViews.create': () => ({ name: 'Trocas', shared: false, filters: { status: 'open' } }),
  'labels.change': () => ({ name: randomUUID(), colour: '#112233' }),
  'labels.create': () => ({ name: randomUUID(), colour: '#112233' }),
  'messages.edit': () => ({ text: 'Olá de novo' }),
  'messages.hide': () => ({ hidden: true }),
  'messages.published': () => ({}),
  'messages.react': () => ({ emoji: '👍' }),
  'organisation.change': () => ({ locale: 'pt-BR' }),
  'people.change': () => ({ visibility: 'all' }),
  'people.invite': () => ({ email: `${randomUUID()}@exemplo.com.br`, role: 'agent' }),
  'privacy.settings.change': () => ({
    ...{ requestDays: 15, officerName: '', officerContact: '', policyUrl: '' },
    ...{ smallAgent: false, pageOpen: true, autoPackage: false },
    ...{ controllerName: '', controllerDocument: '', controllerContact: '' },
  }),
  'privacy.purposes.save': () => ({ name: 'novidades', label: 'Novidades', basis: 'consent' }),
  'privacy.requests.open': ({ customer }) => ({ customerId: customer, kind: 'access' }),
  'privacy.requests.change': () => ({ state: 'working' }),
  'privacy.requests.answer': () => ({ text: 'Oi' }),
  'privacy.packages.make': () => ({}),
  'privacy.holds.set': () => ({ reason: 'processo 1' }),
  'privacy.holds.release': () => ({ reason: 'acabou' }),
  'privacy.erasure.confirm': () => ({ confirm: 'outra pessoa', reason: 'pedido', proof: 'conhecida' }),
  'privacy.retention.change': () => ({ category: 'messages', days: null }),
  'privacy.retention.run': () => ({ trial: true }),
  'privacy.incidents.open': () => ({ title: 'Perdido', noticedAt: '2026-03-01T12:00:00Z' }),
  'privacy.incidents.change': () => ({ note: 'x' }),
  'roles.change': () => ({ permissions: ['people.read'] }),
  'loudness.set': () => ({ points: 70 }),
  'loudness.words.put': () => ({ items: [{ word: 'casamento', points: 20 }] }),
  'loudness.try': () => ({ text: 'Vou no Procon' }),
  'push.subscribe': browserToTell,
  'push.preferences': () => usualPush,
  'session.askReset': () => ({ email: 'ninguem@exemplo.com.br' }),
  'session.factor.confirm': () => ({ code: '000000' }),
  'session.factor.drop': () => ({ password: secret, code: '000000' }),
  'session.factor.start': () => ({ password: secret }),
  'session.organisation': ({ organisation }) => ({ organisationId: organisation }),
  'session.password': () => ({ current: secret, next: secret }),
  'session.profile': () => ({ locale: 'pt-BR' }),
  'session.reset': () => ({ token, password: secret }),
  'session.secondFactor': () => ({ ticket: token, code: '000000' }),
  'session.signIn': () => ({ email: 'ninguem@exemplo.com.br', password: secret }),
  'setup.run': () => ({ organisation: 'Gama', name: 'A', email: 'a@exemplo.com.br', password: secret }),
  'signature.change': () => ({ html: '<p>Ana</p>' }),
  'site.left': () => ({ phone: '41988776655', consent: true }),
  'site.callback': () => ({ clientId: randomUUID(), name: 'Ana', phone: '41988776655', consent: true }),
  'teams.change': () => ({ name: 'Time mudado', memberIds: [] }),
  'teams.create': () => ({ name: randomUUID(), memberIds: [] }),
};

/** A note whose first word names somebody. */
const noteNaming = (whom: object) => ({
  internal: true,
  content: { ...text, text: '@Ana' },
  mentions: [{ ...whom, start: 0, length: 4 }],
});

const template = { name: 'exemplo', language: 'pt_BR', values: [] };
const byTemplate = {
  'body.templates.0.wayInboxId': ({ inbox }: Firm['ids']) => ({
    templates: [{ ...template, wayInboxId: inbox }],
  }),
};

/** Places of a body that exclude others: what else must be said, or not, when an id stands there. */
export const beside: Record<string, Record<string, (ids: Firm['ids']) => Record<string, unknown>>> = {
  'conversations.send': {
    'body.to.inboxId': ({ inbox, identity }) => ({ to: { inboxId: inbox, identityId: identity } }),
    'body.to.identityId': ({ inbox, identity }) => ({ to: { inboxId: inbox, identityId: identity } }),
    'body.mentions.0.personId': () => noteNaming({ teamId: null }),
    'body.mentions.0.teamId': () => noteNaming({ personId: null }),
    'body.letIn.0': ({ person }) => noteNaming({ personId: person, teamId: null }),
  },
  ...besideLater,
  ...besideAutomated,
  'customers.merge': { 'body.otherIds.0': () => ({ otherId: undefined }) },
  'duplicates.settle': { 'body.intoId': () => ({ action: 'merge', days: undefined }) },
  'announcements.start': byTemplate,
  'surveyRules.save': byTemplate,
  'inboxes.templates.submit': {
    'body.samples.0.uploadId': ({ attachment }) => ({ samples: [{ at: 'header', uploadId: attachment }] }),
  },
};

/** A right body of a route, undefined where it has none. Throws a sentence for a route of which no example is known. */
export function bodyOf(route: Route, ids: Firm['ids']): unknown {
  if (!route.body) return undefined;
  const make = bodies[route.id];
  if (!make) throw new Error(`${route.id}: write an example of its body in testing/matrix/examples.ts.`);
  const body = make(ids);
  const parsed = route.body.safeParse(body);
  if (!parsed.success)
    throw new Error(
      `${route.id}: its example in testing/matrix/examples.ts is wrong: ${parsed.error.message}`,
    );
  return body;
}
