import type { TemplateMaking } from '@meada/contract/template-drafts';
import { namesIn, type TemplateButton } from '@meada/contract/templates';
import type {
  ChannelIo,
  MessageTemplate,
  TemplateReceived,
  TemplateSubmission,
} from '../../../modules/inboxes/port.ts';
import type { GraphAnswer } from '../../graph/call.ts';
import { graph } from './graph.ts';
import { line, text } from './read.ts';
import { accountOf } from './settings.ts';
import { costOf, stateOf } from './templates.ts';

/**
 * Templates of the firm's own: `POST` and `DELETE /{account}/message_templates` (WhatsApp Business Platform, "Template
 * fundamentals" and "Template components"); at most 100 an hour in an account.
 */
export const making: TemplateMaking = {
  costs: ['utility', 'marketing'],
  headers: ['text', 'image', 'video', 'document', 'location'],
  buttons: ['reply', 'url', 'phone', 'copy_code'],
  languages: ['pt_BR', 'en', 'es', 'en_US', 'es_AR', 'es_MX', 'pt_PT', 'it', 'fr', 'de'],
  limits: { header: 60, body: 1024, footer: 60, button: 25, buttons: 10 },
  sampleBytes: 16 * 1024 * 1024,
};

type Sample = TemplateSubmission['samples'][number];
type Samples = ReadonlyMap<string, Sample>;
type Making = { samples: Samples; handles: ReadonlyMap<string, string>; named: boolean };

/** Sends a template for approval; sample files go up first. Throws in the platform's words. */
export async function submitTemplate(
  submission: TemplateSubmission,
  io: ChannelIo,
): Promise<TemplateReceived> {
  const samples = new Map(submission.samples.map((sample) => [sample.at, sample]));
  const handles = new Map<string, string>();
  for (const { at, file } of submission.samples) if (file) handles.set(at, await upload(io, file));
  const names = submission.parts.flatMap((part) => ('text' in part && part.text ? namesIn(part.text) : []));
  const named = names.some((name) => !/^\d+$/.test(name));
  const { body } = mustBeOk(
    await graph(io, {
      method: 'POST',
      path: `${encodeURIComponent(accountOf(io.settings).businessAccountId)}/message_templates`,
      json: {
        name: submission.name,
        language: submission.language,
        category: submission.cost.toUpperCase(),
        parameter_format: named ? 'NAMED' : 'POSITIONAL',
        components: submission.parts.map((part) => componentOf(part, { samples, handles, named })),
      },
    }),
  );
  const key = line(body.id, 64);
  const cost = costOf(body.category);
  return {
    state: stateOf(body.status ?? 'PENDING'),
    ...(key ? { key } : {}),
    ...(cost ? { cost } : {}),
  };
}

/** Deletes one language of a template: the id says which; without it all of the name would go. Throws in the platform's words. */
export async function deleteTemplate(
  { name, key }: Pick<MessageTemplate, 'name' | 'key'>,
  io: ChannelIo,
): Promise<void> {
  if (!key) throw new Error('The template has no id yet; ask for the templates again.');
  const account = encodeURIComponent(accountOf(io.settings).businessAccountId);
  const query = `hsm_id=${encodeURIComponent(key)}&name=${encodeURIComponent(name)}`;
  const answer = await graph(io, { method: 'DELETE', path: `${account}/message_templates?${query}` });
  // "Message template not found": somebody was faster.
  if (answer.kind === 'refused' && answer.subcode === 2593002) return;
  mustBeOk(answer);
}

/** The file as a handle (Graph API, resumable upload: a session of the token's app, then the bytes). */
async function upload(io: ChannelIo, file: NonNullable<Sample['file']>): Promise<string> {
  const query = new URLSearchParams({
    file_name: file.name,
    file_length: String(file.bytes.byteLength),
    file_type: file.type,
  });
  const session = mustBeOk(await graph(io, { method: 'POST', path: `app/uploads?${query}` }));
  const id = text(session.body.id, 2000) ?? '';
  if (!/^upload:[\w=:.?&-]+$/.test(id)) throw new Error('The platform gave no place for the sample file.');
  const done = mustBeOk(await graph(io, { method: 'POST', path: id, bytes: file.bytes }));
  const handle = text(done.body.h, 4000);
  if (!handle) throw new Error('The platform gave no handle for the sample file.');
  return handle;
}

function mustBeOk(answer: GraphAnswer): Extract<GraphAnswer, { kind: 'ok' }> {
  if (answer.kind !== 'ok') throw new Error(answer.words);
  return answer;
}

type Part = TemplateSubmission['parts'][number];
type OfPart<P extends Part['part']> = (part: Extract<Part, { part: P }>, making: Making) => object;

const components: { [P in Part['part']]?: OfPart<P> } = {
  header: (part, { samples, handles, named }) => {
    const format = part.format.toUpperCase();
    if (part.format === 'text') {
      const [name] = namesIn(part.text ?? '');
      const sample = samples.get(`header.${name}`)?.value ?? '';
      const example = named
        ? { header_text_named_params: [{ param_name: name, example: sample }] }
        : { header_text: [sample] };
      return { type: 'HEADER', format, text: part.text, ...(name ? { example } : {}) };
    }
    const handle = handles.get('header');
    return { type: 'HEADER', format, ...(handle ? { example: { header_handle: [handle] } } : {}) };
  },
  body: (part, { samples, named }) => {
    const names = namesIn(part.text);
    const sample = (name: string): string => samples.get(`body.${name}`)?.value ?? '';
    const example = named
      ? { body_text_named_params: names.map((name) => ({ param_name: name, example: sample(name) })) }
      : { body_text: [names.map(sample)] };
    return { type: 'BODY', text: part.text, ...(names.length > 0 ? { example } : {}) };
  },
  footer: (part) => ({ type: 'FOOTER', text: part.text }),
  buttons: (part, { samples }) => ({
    type: 'BUTTONS',
    buttons: part.buttons.map((button, n) =>
      buttons[button.kind]?.(button, samples.get(`button.${n}`)?.value ?? ''),
    ),
  }),
};

function componentOf(part: Part, made: Making): object {
  const make = components[part.part] as ((part: Part, made: Making) => object) | undefined;
  if (!make) throw new Error(`A part of kind ${part.part} cannot be made here.`);
  return make(part, made);
}

const buttons: Partial<Record<TemplateButton['kind'], (button: TemplateButton, sample: string) => object>> = {
  reply: ({ text: words }) => ({ type: 'QUICK_REPLY', text: words }),
  // The sample of a link is the whole link.
  url: ({ text: words, url = '' }, sample) => ({
    type: 'URL',
    text: words,
    url,
    ...(url.includes('{{')
      ? { example: [/^https:/.test(sample) ? sample : url.replace(/\{\{1\}\}$/, sample)] }
      : {}),
  }),
  phone: ({ text: words, phone = '' }) => ({
    type: 'PHONE_NUMBER',
    text: words,
    phone_number: `+${phone.replace(/\D/g, '')}`,
  }),
  copy_code: (_button, sample) => ({ type: 'COPY_CODE', example: sample }),
};
