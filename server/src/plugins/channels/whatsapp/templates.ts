import type { ChannelIo, MessageTemplate } from '../../../modules/inboxes/port.ts';
import { graph } from './graph.ts';
import { line, type Raw, record, records, text } from './read.ts';
import { accountOf } from './settings.ts';

/** The platform's states; one that is not here cannot be sent either. */
const states: Record<string, MessageTemplate['state']> = {
  APPROVED: 'approved',
  PENDING: 'pending',
  IN_APPEAL: 'pending',
  PAUSED: 'paused',
};

/** Pages of 100 followed at most: an account may have 6,000 templates. */
const maxPages = 60;

/** The account's templates whose fields we can fill in. Throws in the platform's words. */
export async function templates(io: ChannelIo): Promise<MessageTemplate[]> {
  const account = encodeURIComponent(accountOf(io.settings).businessAccountId);
  const found: MessageTemplate[] = [];
  let after = '';
  for (let page = 0; page < maxPages; page += 1) {
    const cursor = after ? `&after=${encodeURIComponent(after)}` : '';
    const path = `${account}/message_templates?fields=name,language,status,components&limit=100${cursor}`;
    const answer = await graph(io, { path });
    if (answer.kind !== 'ok') throw new Error(answer.words);
    found.push(
      ...records(answer.body.data)
        .map(readTemplate)
        .filter((one) => one !== undefined),
    );
    const paging = record(answer.body.paging) ?? {};
    after = text(record(paging.cursors)?.after, 1000) ?? '';
    if (!after || !paging.next) break;
  }
  return found;
}

/** One template, or undefined when it has fields outside its text (header, link) or no text at all. */
export function readTemplate(template: Raw): MessageTemplate | undefined {
  const components = records(template.components);
  const body = components.find((one) => one.type === 'BODY');
  const name = line(template.name, 512);
  const language = line(template.language, 16);
  const words = text(body?.text, 4096);
  if (!name || !language || !words || components.some((one) => one !== body && hasFields(one)))
    return undefined;
  const parameters = [
    ...new Set([...words.matchAll(/\{\{\s*(\w{1,64})\s*\}\}/g)].map((match) => match[1] ?? '')),
  ];
  const status = line(template.status, 64) ?? '';
  const state = Object.hasOwn(states, status) ? states[status] : undefined;
  return { name, language, text: words, parameters, state: state ?? 'rejected' };
}

/** True for a header with a file or a field, and for buttons with a field in their link. */
function hasFields(component: Raw): boolean {
  const format = line(component.format, 32) ?? 'TEXT';
  if (component.type === 'HEADER' && format !== 'TEXT') return true;
  const links = records(component.buttons).map((button) => text(button.url) ?? '');
  return [text(component.text) ?? '', ...links].some((words) => words.includes('{{'));
}
