import type { SiteConfig } from '@meada/contract/routes/site';
import { make } from './draw.ts';
import type { SiteTexts } from './texts.ts';

/** What the form needs of its surroundings. */
export type FormParts = {
  form: NonNullable<SiteConfig['callback']>;
  texts: SiteTexts;
  locale: string;
  send(body: Record<string, unknown>): Promise<{ promisedAt: string }>;
};

function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 15) | 64;
  bytes[8] = ((bytes[8] ?? 0) & 63) | 128;
  const hex = Array.from(bytes, (one) => one.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

const field = (label: string, input: HTMLElement): HTMLElement => make('label', {}, label, input);

/** The form "call me"; becomes its own answer once the server has the request. */
export function callForm({ form, texts, locale, send }: FormParts): HTMLElement {
  const clock = (at: string, only?: boolean): string =>
    new Intl.DateTimeFormat(locale, {
      ...(only ? {} : { weekday: 'short', day: '2-digit', month: '2-digit' }),
      hour: '2-digit',
      minute: '2-digit',
      timeZone: form.timeZone,
    }).format(new Date(at));
  const name = make('input', { required: true, maxlength: '120', autocomplete: 'name' });
  const phone = make('input', { required: true, type: 'tel', maxlength: '40', autocomplete: 'tel' });
  const subject = make('select', {}, ...form.subjects.map((one) => make('option', {}, one)));
  const about = make('textarea', { maxlength: '900', rows: '2' });
  const when = make(
    'select',
    {},
    make('option', { value: '' }, texts.soon),
    ...form.slots.map(({ from, until }) =>
      make('option', { value: from }, `${clock(from)} – ${clock(until, true)}`),
    ),
  );
  const agreed = make('input', { type: 'checkbox', required: true });
  const trap = make('input', { name: 'website', tabindex: '-1', autocomplete: 'off' });
  const problem = make('p', { class: 'e', role: 'alert' });
  const button = make('button', { class: 'go' }, texts.send);
  const clientId = uuid();
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    problem.textContent = '';
    button.disabled = true;
    const text = [form.subjects.length > 0 ? subject.value : '', about.value.trim()]
      .filter(Boolean)
      .join(': ');
    try {
      const { promisedAt } = await send({
        clientId,
        name: name.value.trim(),
        phone: phone.value,
        text,
        from: when.value || undefined,
        consent: true,
        website: trap.value,
      });
      const done = make(
        'p',
        { role: 'status', tabindex: '-1' },
        texts.done.replace('{until}', clock(promisedAt)),
      );
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
    field(texts.name, name),
    field(texts.phone, phone),
    ...(form.subjects.length > 0 ? [field(texts.subject, subject)] : []),
    field(texts.about, about),
    field(texts.when, when),
    make('label', { class: 'c' }, agreed, make('span', {}, form.consent)),
    make('div', { class: 't', 'aria-hidden': 'true' }, trap),
    problem,
    button,
  );
  return all;
}
