import type { SiteConfig } from '@meada/contract/routes/site';
import { make } from './draw.ts';
import type { SiteTexts } from './texts.ts';

/** What the form needs of its surroundings. */
export type FormParts = {
  form: NonNullable<SiteConfig['callback']>;
  texts: SiteTexts;
  locale: string;
  send(body: Record<string, unknown>): Promise<{ promisedAt: string }>;
  /** Who agreed and goes without sending is not lost. */
  leave(body: Record<string, unknown>): void;
};

function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 15) | 64;
  bytes[8] = ((bytes[8] ?? 0) & 63) | 128;
  const hex = Array.from(bytes, (one) => one.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

const field = (label: string, input: HTMLElement): HTMLElement => make('label', {}, label, input);

/** A time as people read it; `only` leaves the day out. */
function clockOf({ form, locale }: FormParts, at: string, only?: boolean): string {
  return new Intl.DateTimeFormat(locale, {
    ...(only ? {} : { weekday: 'short', day: '2-digit', month: '2-digit' }),
    hour: '2-digit',
    minute: '2-digit',
    timeZone: form.timeZone,
  }).format(new Date(at));
}

function fieldsOf(parts: FormParts) {
  const { form, texts } = parts;
  return {
    name: make('input', { required: true, maxlength: '120', autocomplete: 'name' }),
    phone: make('input', { required: true, type: 'tel', maxlength: '40', autocomplete: 'tel' }),
    subject: make('select', {}, ...form.subjects.map((one) => make('option', {}, one))),
    about: make('textarea', { maxlength: '900', rows: '2' }),
    when: make(
      'select',
      {},
      make('option', { value: '' }, texts.soon),
      ...form.slots.map(({ from, until }) =>
        make('option', { value: from }, `${clockOf(parts, from)} – ${clockOf(parts, until, true)}`),
      ),
    ),
    agreed: make('input', { type: 'checkbox', required: true }),
    trap: make('input', { name: 'website', tabindex: '-1', autocomplete: 'off' }),
    problem: make('p', { class: 'e', role: 'alert' }),
    button: make('button', { class: 'go' }, texts.send),
  };
}

type Fields = ReturnType<typeof fieldsOf>;

const bodyOf = (form: FormParts['form'], { name, phone, subject, about, when, trap }: Fields) => ({
  name: name.value.trim(),
  phone: phone.value,
  text: [form.subjects.length > 0 ? subject.value : '', about.value.trim()].filter(Boolean).join(': '),
  from: when.value || undefined,
  consent: true,
  website: trap.value,
});

/** The form "call me"; becomes its own answer once the server has the request. */
export function callForm(parts: FormParts): HTMLElement {
  const { form, texts } = parts;
  const fields = fieldsOf(parts);
  const { problem, button, phone } = fields;
  const clientId = uuid();
  const leaving = new AbortController();
  /** With the leave to call and a number, and only once. */
  const left = (): void => {
    if (!fields.agreed.checked || !/(\d\D*){8}/.test(phone.value)) return;
    leaving.abort();
    const { name, text, website } = bodyOf(form, fields);
    parts.leave({ name, phone: phone.value.slice(0, 40), text, website, consent: true });
  };
  addEventListener('pagehide', left, { signal: leaving.signal });
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    problem.textContent = '';
    button.disabled = true;
    try {
      const { promisedAt } = await parts.send({ clientId, ...bodyOf(form, fields) });
      const words = texts.done.replace('{until}', clockOf(parts, promisedAt));
      leaving.abort();
      const done = make('p', { role: 'status', tabindex: '-1' }, words);
      all.replaceWith(done);
      done.focus();
    } catch (error) {
      button.disabled = false;
      const place = (error as Error).message;
      problem.textContent =
        place === 'body.phone' ? texts.wrongPhone : place === 'body.from' ? texts.late : texts.failed;
      if (place === 'body.phone') phone.focus();
    }
  };
  const all = make(
    'form',
    { onsubmit: (event) => void submit(event) },
    field(texts.name, fields.name),
    field(texts.phone, phone),
    ...(form.subjects.length > 0 ? [field(texts.subject, fields.subject)] : []),
    field(texts.about, fields.about),
    field(texts.when, fields.when),
    make('label', { class: 'c' }, fields.agreed, make('span', {}, form.consent)),
    make('div', { class: 't', 'aria-hidden': 'true' }, fields.trap),
    problem,
    button,
  );
  return all;
}
