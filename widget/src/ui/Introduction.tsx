import { useState } from 'preact/hooks';
import { leaveContact } from '../chat/sender.ts';
import { introduce } from '../chat/visit.ts';
import { useChat, useChatState } from './use.ts';

type Config = NonNullable<ReturnType<typeof useChatState>['config']>;

/** What the form asks for: nothing that a returning visitor has given already. */
function wanted({ askName, askEmail, open, known = [] }: Config) {
  const [name, email] = [!known.includes('name'), !known.includes('email')];
  const demandsName = askName && name;
  const demandsEmail = askEmail && email;
  const demanded = demandsName || demandsEmail;
  return {
    ...{ demandsName, demandsEmail, demanded },
    name: demandsName || (!demanded && name),
    email: email && (askEmail || !open),
  };
}

/** Whether the visitor is to be asked who they are before writing; when closed, at least where to answer. */
export function asksWho({ config, introduced, thread }: ReturnType<typeof useChatState>): boolean {
  if (!config || introduced || thread.conversation) return false;
  const { demanded, email } = wanted(config);
  return demanded || email;
}

/** Asks name and e-mail as the shop wants it; out of hours the e-mail is offered, not demanded. */
export function Introduction() {
  const context = useChat();
  const { texts } = context;
  const { config } = useChatState();
  const [bad, setBad] = useState(false);
  if (!config) return null;
  const { demanded, demandsName, demandsEmail, name: asksName, email: asksEmail } = wanted(config);
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
      {asksName && (
        <label>
          {texts.name}
          <input name="name" autoComplete="name" maxLength={200} required={demandsName} />
        </label>
      )}
      {asksEmail && (
        <label>
          {texts.email}
          <input
            name="email"
            type="email"
            autoComplete="email"
            maxLength={254}
            required={demandsEmail}
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
