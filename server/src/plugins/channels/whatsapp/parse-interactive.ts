import type { Parsed } from './parsed.ts';
import { line, type Raw, record, text } from './read.ts';

/** Answers to interactive messages; `undefined` for a kind not known yet. */
const replies: Record<string, (reply: Raw) => Parsed> = {
  button_reply: (reply) => choice('button_reply', reply),
  list_reply: (reply) => {
    const { content } = choice('list_reply', reply);
    const description = line(reply.description, 1024);
    return { content: description ? { ...(content as object), description } : content };
  },
  nfm_reply: parseForm,
  call_permission_reply: (reply) => {
    const answer = line(reply.response, 64) ?? '';
    return { content: { kind: 'button_reply', id: `call_permission:${answer}`, text: answer } };
  },
};

/** The answer to buttons, a list, a form ("flow", address) or a request to call. */
export function parseInteractive(body: Raw): Parsed | undefined {
  const type = line(body.type, 64) ?? '';
  const reply = record(body[type]);
  return reply && Object.hasOwn(replies, type) ? replies[type]?.(reply) : undefined;
}

function choice(kind: 'button_reply' | 'list_reply', reply: Raw): Parsed {
  const words = text(reply.title, 4096) ?? '';
  return { content: { kind, id: line(reply.id, 1024) ?? line(words, 1024) ?? '', text: words } };
}

/** A form's answers come as JSON in a text; they are shown as lines `field: value`, the token of the flow left out. */
function parseForm(reply: Raw): Parsed {
  const body = text(reply.body, 4096);
  const fields = answersOf(reply.response_json)
    .filter(([field]) => field !== 'flow_token')
    .map(
      ([field, value]) => `${field}: ${typeof value === 'string' ? value : (JSON.stringify(value) ?? '')}`,
    );
  const said = body && body !== 'Sent' ? [body, ...fields] : fields;
  const name = line(reply.name, 128) ?? 'form';
  const words = said.join('\n').slice(0, 100_000) || body || name;
  return { content: { kind: 'button_reply', id: `form:${name}`, text: words } };
}

function answersOf(json: unknown): [string, unknown][] {
  if (typeof json !== 'string') return [];
  try {
    return Object.entries(record(JSON.parse(json)) ?? {});
  } catch {
    return [];
  }
}
