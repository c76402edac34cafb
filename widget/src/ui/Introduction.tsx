import { useState } from 'preact/hooks';
import { leaveContact } from '../chat/sender.ts';
import { introduce } from '../chat/session.ts';
import { useChat, useChatState } from './use.ts';

/** Whether the visitor is to be asked who they are before writing; when closed, at least where to answer. */
export function asksWho({ config, introduced, thread }: ReturnType<typeof useChatState>): boolean {
  if (!config || introduced || thread.conversation) return false;
  return config.askName || config.askEmail || !config.open;
}

/** Asks name and e-mail as the shop wants it; out of hours the e-mail is offered, not demanded. */
export function Introduction() {
  const context = useChat();
  const { texts } = context;
  const { config } = useChatState();
  const [bad, setBad] = useState(false);
  if (!config) return null;
  const demanded = config.askName || config.askEmail;
  const submit = (form: HTMLFormElement) => {
    const data = new FormData(form);
    const read = (name: string) => String(data.get(name) ?? '').trim();
    const [name, email] = [read('name'), read('email')];
    const wrong = email !== '' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email);
    setBad(wrong);
    if (wrong) return (form.elements.namedItem('email') as HTMLInputElement).focus();
    leaveContact(context, { ...(name && { name }), ...(email && { email }) });
  };
  return (
    <form
      class="intro"
      noValidate={false}
      onSubmit={(event) => {
        event.preventDefault();
        submit(event.currentTarget);
      }}
    >
      <h2>{texts.who}</h2>
      <p class="muted">{texts.whoHint}</p>
      {(config.askName || !demanded) && (
        <label>
          {texts.name}
          <input name="name" autoComplete="name" maxLength={200} required={config.askName} />
        </label>
      )}
      {(config.askEmail || !config.open) && (
        <label>
          {texts.email}
          <input
            name="email"
            type="email"
            autoComplete="email"
            maxLength={254}
            required={config.askEmail}
            aria-invalid={bad}
          />
          {bad && (
            <small role="alert" class="wrong">
              {texts.emailBad}
            </small>
          )}
        </label>
      )}
      <div class="actions">
        {!demanded && (
          <button type="button" class="link" onClick={() => introduce(context)}>
            {texts.skip}
          </button>
        )}
        <button type="submit" class="solid">
          {texts.go}
        </button>
      </div>
    </form>
  );
}
