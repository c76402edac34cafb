import { randomUUID } from 'node:crypto';
import type { Seed, Who } from './testing-seed.ts';

/** What a conversation of theirs has, for the test that looks for them everywhere. */
export function rowsOfTalk(who: Who): Seed[] {
  const { conversation, message, inboxId, leg, word, fileId } = who;
  const id = () => randomUUID();
  const about = { message_id: message, conversation_id: conversation, inbox_id: inboxId };
  return [
    { table: 'conversations', row: { id: conversation } },
    { table: 'messages', row: { id: message } },
    { table: 'dispatches', row: { conversation_id: conversation }, its: ['conversation_id'] },
    { table: 'receipts', row: { id: who.receipt } },
    { table: 'message_bodies', row: { message_id: message }, its: ['message_id'] },
    { table: 'message_envelopes', row: { message_id: message, cc: [], bcc: [] }, its: ['message_id'] },
    {
      table: 'message_versions',
      row: { message_id: message, n: 1, content: {}, ended_by: 'person:x' },
      its: ['message_id'],
    },
    {
      table: 'drafts',
      row: { conversation_id: conversation, person_id: who.personId, text: word },
      its: ['conversation_id'],
    },
    {
      table: 'scheduled_messages',
      row: {
        ...{ id: id(), conversation_id: conversation, person_id: who.personId, purpose: 'later' },
        ...{ messages: [{ body: { content: { text: word } } }], draft_html: word, known_seq: 1 },
        ...{ due_at: new Date(), next_at: new Date() },
      },
      its: ['conversation_id'],
    },
    {
      table: 'attachments',
      row: {
        ...{ id: id(), message_id: message, kind: 'document', name: word, type: 'text/plain' },
        file_id: fileId,
      },
    },
    {
      table: 'reactions',
      row: { message_id: message, author: 'person:x', emoji: word },
      its: ['message_id'],
    },
    {
      table: 'amendments',
      row: { id: id(), ...about, leg_id: leg, kind: 'edit', author: 'person:x', state: 'unknown' },
    },
    ...rowsOfWork(who),
    { table: 'public_duties', row: { id: id(), ...about, leg_id: leg, kind: 'comment' } },
  ];
}

/** What is owed to them, and to whom it was offered. */
function rowsOfWork({ conversation, customer, inboxId, message, word }: Who): Seed[] {
  const [queue, item] = [randomUUID(), randomUUID()];
  const at = new Date();
  const asked = { message_id: message, conversation_id: conversation, inbox_id: inboxId };
  return [
    { table: 'callbacks', row: { id: randomUUID(), ...asked, promised_at: at } },
    {
      table: 'abandonments',
      row: {
        ...{ id: randomUUID(), kind: 'form_left', customer_id: customer, inbox_id: inboxId, said: word },
        ...{ at: at, ends_at: at, created_at: at },
      },
    },
    {
      table: 'queues',
      row: { id: queue, name: queue, settings: {}, position: 1 },
    },
    {
      table: 'work_items',
      row: {
        ...{ id: item, kind: 'conversation', class: 'deferred', channel: 'chat', queue_id: queue },
        ...{ conversation_id: conversation, arrived_at: at, state: 'waiting' },
        ...{ waiting_since: at, created_at: at },
      },
    },
    {
      table: 'work_spells',
      row: {
        ...{ id: randomUUID(), item_id: item, what: 'offered', queue_id: queue, from_at: at, why: 'routed' },
        words: word,
      },
    },
  ];
}
