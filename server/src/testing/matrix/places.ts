import type { Route } from '@meada/contract/route';
import { z } from 'zod';
import type { Kind } from './kinds.ts';

/** A place of a route's input where an id stands: `params.id`, `body.to.inboxId`, `body.teamIds.0`. */
export type Place = { route: Route; path: string; kind: Kind };

type Schema = {
  type?: string;
  format?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
};

/** Which kind of thing an id names: the first rule that fits the address and the place. null: the caller's own choice. */
const rules: [address: RegExp, place: RegExp, kind: Kind | null][] = [
  [/./, /^body\.(clientId|runId)$/, null],
  [/\/scheduled$/, /^body\.messages\.0\.clientId$/, null],
  [/\/scheduled\/:id\/send/, /^params\.id$/, 'toSend'],
  [/\/scheduled\/:id\/take-back/, /^params\.id$/, 'toTakeBack'],
  [/\/scheduled\/:id/, /^params\.id$/, 'scheduled'],
  [/\/statuses\/:id/, /^params\.id$/, 'status'],
  [/\/statuses\/order/, /^body\.ids\.0$/, 'status'],
  [/./, /\.statusId$/, 'status'],
  [/./, /\.uploadId$/, 'attachment'],
  [/\/customers\/:id\/(members|domains|proposals)/, /^params\.id$/, 'company'],
  [/\/privacy\/requests\/:id/, /^params\.id$/, 'privacyRequest'],
  [/\/privacy\/holds\/:id/, /^params\.id$/, 'hold'],
  [/\/privacy\/incidents\/:id/, /^params\.id$/, 'incident'],
  [/./, /\.requestId$/, 'privacyRequest'],
  [/./, /^body\.messageId$/, 'message'],
  [/\/routing\/queues\/:id/, /^params\.id$/, 'queue'],
  [/\/routing\/skills\/:id/, /^params\.id$/, 'skill'],
  [/\/routing\/agents\/:id/, /^params\.id$/, 'person'],
  [/\/routing\/work\/:id/, /^params\.id$/, 'work'],
  [/\/routing\//, /\.keepOver\.0$/, 'inbox'],
  [/\/routing\//, /\.reasonId$/, 'awayReason'],
  [/\/away-reasons/, /\.items\.0\.id$/, 'awayReason'],
  [/\/routing\//, /\.(moveTo|overflowTo\.0|afterHoursId)$/, 'queue'],
  [/\/routing\/|\/hand-over$/, /\.agentId$/, 'person'],
  [/./, /\.(skillId|dropSkills\.0)$/, 'skill'],
  [/\/customers\/:id/, /^params\.id$/, 'customer'],
  [/\/pipelines\/:id/, /^params\.id$/, 'pipeline'],
  [/\/abandonments\/:id/, /^params\.id$/, 'abandonment'],
  [/\/abandonments$/, /^body\.ids\.0$/, 'abandonment'],
  [/\/deals\/:id/, /^params\.id$/, 'deal'],
  [/\/segments\/:id/, /^params\.id$/, 'segment'],
  [/\/tasks\/:id/, /^params\.id$/, 'task'],
  [/\/sac\/brands\/:id/, /^params\.id$/, 'brand'],
  [/\/sac\/requests\/:id\/done/, /^params\.id$/, 'sacCancellation'],
  [/\/sac\/requests\/:id/, /^params\.id$/, 'sacStuck'],
  [/\/surveys\/:id/, /^params\.id$/, 'survey'],
  [/\/survey-rules\/:id/, /^params\.id$/, 'surveyRule'],
  [/./, /\.dealId$/, 'deal'],
  [/./, /\.personIds\.0$/, 'person'],
  [/\/hours\/:id/, /^params\.id$/, 'hours'],
  [/\/agreements\/:id/, /^params\.id$/, 'agreement'],
  [/./, /\.(agreementId|agreementIds\.0)$/, 'agreement'],
  [/./, /\.(queueId|queueIds\.0)$/, 'queue'],
  [/./, /\.inboxIds\.0$/, 'inbox'],
  [/./, /\.segmentIds\.0$/, 'segment'],
  [/./, /\.hoursId$/, 'hours'],
  [/\/pipelines/, /\.stages\.0\.id$/, 'stage'],
  [/\/deal-reasons/, /\.items\.0\.id$/, 'reason'],
  [/./, /\.pipelineId$/, 'pipeline'],
  [/./, /\.(stageId|fromStageId)$/, 'stage'],
  [/./, /\.afterId$/, 'deal'],
  [/./, /\.reasonId$/, 'reason'],
  [/./, /\.segmentId$/, 'segment'],
  [/./, /\.companyId$/, 'company'],
  [/./, /\.conversationId$/, 'conversation'],
  [/\/fields\/:id/, /^params\.id$/, 'field'],
  [/./, /\.documentId$/, 'document'],
  [/./, /\.noteId$/, 'note'],
  [/./, /\.(fileId|pictureId)$/, 'file'],
  [/./, /\.tieId$/, 'tie'],
  [/./, /\.addressId$/, 'postal'],
  [/./, /\.factId$/, 'fact'],
  [/./, /\.personId$/, 'person'],
  [/./, /\.(addIds|removeIds|letIn)\.0$/, 'person'],
  [/./, /\.attachmentId$/, 'attachment'],
  [/\/conversations\/:id/, /^params\.id$/, 'conversation'],
  [/\/messages\/:id/, /^params\.id$/, 'message'],
  [/\/inboxes\/:id/, /^params\.id$/, 'inbox'],
  [/\/people\/invitations\/:id/, /^params\.id$/, 'invitation'],
  [/\/people\/:id/, /^params\.id$/, 'person'],
  [/\/teams\/:id/, /^params\.id$/, 'team'],
  [/\/keys\/:id/, /^params\.id$/, 'key'],
  [/\/brands\/:id/, /^params\.id$/, 'brand'],
  [/\/public-duties\/:id/, /^params\.id$/, 'duty'],
  [/\/callbacks\/:id/, /^params\.id$/, 'callback'],
  [/\/labels\/:id/, /^params\.id$/, 'label'],
  [/\/saved-views\/:id/, /^params\.id$/, 'savedView'],
  [/\/canned\/:id/, /^params\.id$/, 'canned'],
  [/\/macros\/:id/, /^params\.id$/, 'macro'],
  [/\/macro-runs\/:id/, /^params\.id$/, 'macroRun'],
  [/\/bulk-runs\/:id/, /^params\.id$/, 'bulkRun'],
  [/./, /\.macroId$/, 'macro'],
  [/./, /\.cannedId$/, 'canned'],
  [/./, /\.conversationIds\.0$/, 'conversation'],
  [/\/sessions\/:id/, /^params\.id$/, 'session'],
  [/\/push\/subscriptions\/:id/, /^params\.id$/, 'device'],
  [/\/outbox\/ack/, /^body\.items\.0\.id$/, 'dispatch'],
  [/./, /\.mergeId$/, 'merge'],
  [/./, /\.suggestionId$/, 'suggestion'],
  [/./, /\.receiptId$/, 'receipt'],
  [/./, /\.noticeId$/, 'notice'],
  [/./, /\.(customerId|otherId|otherIds\.0)$/, 'otherCustomer'],
  [/\/duplicates\/:id/, /^params\.id$/, 'suggestion'],
  [/\/duplicates\/:id/, /^body\.intoId$/, 'otherCustomer'],
  [/./, /\.identityId$/, 'identity'],
  [/./, /^params\.inboxId$/, 'apiInbox'],
  [/./, /\.(inboxId|wayInboxId|wayInboxIds\.0|templateInboxIds\.0)$/, 'inbox'],
  [/\/announcements\/:id/, /^params\.id$/, 'announcement'],
  [/./, /\.brandId$/, 'brand'],
  [/./, /\.teamId$|\.teamIds\.0$/, 'team'],
  [/./, /\.(assigneeId|ownerId)$|\.memberIds\.0$/, 'person'],
  [/./, /\.(labelId|labelIds\.0)$/, 'label'],
  [/./, /\.legId$/, 'leg'],
  [/./, /\.conversationId$/, 'conversation'],
  [/./, /\.replyToId$/, 'message'],
  [/./, /\.messageIds\.0$/, 'message'],
  [/./, /^body\.intoId$/, 'otherConversation'],
  [/\/imports\/:id/, /^params\.id$/, 'import'],
  [/\/import-mappings\/:id/, /^params\.id$/, 'importMapping'],
  [/./, /^body\.importId$/, 'import'],
  [/\/regroupings\/:id/, /^params\.id$/, 'regrouping'],
  [/./, /\.quotedId$/, 'message'],
  [/\/canned/, /\.attachmentIds\.0$/, 'cannedFile'],
  [/./, /\.attachmentIds\.0$/, 'attachment'],
  [/./, /\.organisationId$/, 'organisation'],
];

/** Parameters of addresses that name nothing of an organisation, or what everybody may know. */
const plain = new Set(['role', 'code', 'kind', 'name', 'inboxKey', 'format', 'channel']);

/** The places of a route that hold ids. Throws a sentence for a place of which no rule says what it names. */
export function placesOf(route: Route): Place[] {
  const paths = (['params', 'query', 'body'] as const).flatMap((part) => {
    const schema = route[part];
    return schema ? idsIn(jsonSchemaOf(schema), part) : [];
  });
  for (const [, name = ''] of route.path.matchAll(/:(\w+)/g)) {
    if (plain.has(name) || paths.includes(`params.${name}`)) continue;
    throw new Error(`${route.id}: say in testing/matrix/places.ts what :${name} of ${route.path} names.`);
  }
  return [...new Set(paths)].flatMap((path) => {
    const rule = rules.find(([address, place]) => address.test(route.path) && place.test(path));
    if (!rule) throw new Error(`${route.id}: say in testing/matrix/places.ts which kind of id ${path} is.`);
    return rule[2] ? [{ route, path, kind: rule[2] }] : [];
  });
}

/** A part of a route's input as JSON Schema, as a caller sends it. */
export const jsonSchemaOf = (schema: z.ZodType): Schema =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema;

function idsIn(schema: Schema, path: string): string[] {
  return [
    ...(schema.format === 'uuid' ? [path] : []),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => idsIn(inner, `${path}.${name}`)),
    ...(schema.items ? idsIn(schema.items, `${path}.0`) : []),
    ...[...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])].flatMap((inner) =>
      idsIn(inner, path),
    ),
  ];
}

/** The same input with another value at a place; lists and objects on the way are made. */
export function putAt(input: unknown, path: readonly string[], value: unknown): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  if (/^\d+$/.test(name)) {
    const list = Array.isArray(input) ? [...input] : [];
    list[Number(name)] = putAt(list[Number(name)], rest, value);
    return list;
  }
  const object = (input ?? {}) as Record<string, unknown>;
  return { ...object, [name]: putAt(object[name], rest, value) };
}
