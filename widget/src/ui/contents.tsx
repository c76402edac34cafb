import type { Content, ContentKind } from '@meada/contract/content';
import type { ChatMessage } from '@meada/contract/routes/chat';
import type { ComponentChildren, JSX } from 'preact';
import { write } from '../chat/sender.ts';
import { partsOf, safeHref } from '../core/links.ts';
import { chosenIn } from '../core/thread.ts';
import { minutesOf } from '../core/time.ts';
import { Icon } from './Icon.tsx';
import { useChat, useChatState } from './use.ts';

/** Foreign text: line breaks stay, addresses become links, nothing is read as markup. */
export function Words({ text }: { text: string | undefined }) {
  if (!text) return null;
  return (
    <p class="words">
      {partsOf(text).map((part, index) =>
        part.href ? (
          <a key={index} href={part.href} target="_blank" rel="noopener noreferrer nofollow">
            {part.text}
          </a>
        ) : (
          part.text
        ),
      )}
    </p>
  );
}

function Out({ href, children }: { href: string; children: ComponentChildren }) {
  const safe = safeHref(href);
  if (!safe) return <span>{children}</span>;
  return (
    <a href={safe} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  );
}

type Shown<K extends ContentKind> = { content: Extract<Content, { kind: K }>; message: ChatMessage };

function Buttons({ content, message }: Shown<'buttons'>) {
  const context = useChat();
  const { thread, outbox } = useChatState();
  const chosen = chosenIn(message, thread.messages, outbox);
  const rates = isRating(content.buttons[0]);
  return (
    <>
      <Words text={content.text} />
      <div class="choices" data-rates={rates || undefined}>
        {(rates ? [...content.buttons].reverse() : content.buttons).map((button) =>
          button.url ? (
            <Out key={button.id} href={button.url}>
              {button.title}
            </Out>
          ) : (
            <Choice key={button.id} option={button} message={message} chosen={chosen} context={context} />
          ),
        )}
      </div>
    </>
  );
}

/** A button of a satisfaction survey: pictures in a row, and what was chosen may be changed. */
const isRating = (option?: Option): boolean => option?.id.startsWith('csat:') ?? false;

type Option = { id: string; title: string; description?: string };
type ChoiceProps = {
  option: Option;
  message: ChatMessage;
  chosen: string | null;
  context: ReturnType<typeof useChat>;
};

function Choice({ option, message, chosen, context }: ChoiceProps) {
  const press = () =>
    write(context, {
      text: option.title,
      files: [],
      pressed: { id: option.id, title: option.title },
      replyTo: { seq: message.seq, text: 'text' in message.content ? (message.content.text ?? '') : '' },
    });
  const rates = isRating(option);
  const [sign, ...word] = option.title.split(' ');
  const mine = chosen === option.id;
  return (
    <button
      type="button"
      disabled={rates ? mine : chosen !== null}
      aria-pressed={mine}
      aria-label={rates ? option.title : undefined}
      onClick={press}
    >
      {rates ? (
        <>
          {sign?.startsWith('⭐') ? '⭐' : sign}
          <small>{word.join(' ')}</small>
        </>
      ) : (
        option.title
      )}
      {option.description && <small>{option.description}</small>}
    </button>
  );
}

function List({ content, message }: Shown<'list'>) {
  const context = useChat();
  const { thread, outbox } = useChatState();
  const chosen = chosenIn(message, thread.messages, outbox);
  return (
    <>
      <Words text={content.text} />
      <details class="list">
        <summary>{content.button}</summary>
        {content.sections.map((section) => (
          <div class="choices" key={section.rows[0]?.id ?? section.title}>
            {section.title && <small>{section.title}</small>}
            {section.rows.map((row) => (
              <Choice key={row.id} option={row} message={message} chosen={chosen} context={context} />
            ))}
          </div>
        ))}
      </details>
    </>
  );
}

function Location({ content }: Shown<'location'>) {
  const { texts } = useChat();
  const { latitude, longitude } = content;
  return (
    <div class="card">
      <Icon name="pin" />
      <span>
        <b>{content.name ?? content.address ?? `${latitude}, ${longitude}`}</b>
        {content.name && content.address && <small>{content.address}</small>}
        <Out
          href={`https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=17/${latitude}/${longitude}`}
        >
          {texts.map}
        </Out>
      </span>
    </div>
  );
}

function Contacts({ content }: Shown<'contact'>) {
  return (
    <>
      {content.contacts.map((contact) => (
        <div class="card" key={contact.name}>
          <span>
            <b>{contact.name}</b>
            {contact.organisation && <small>{contact.organisation}</small>}
            {contact.phones.map((phone) => (
              <Out key={phone} href={`tel:${phone.replace(/[^+\d]/g, '')}`}>
                {phone}
              </Out>
            ))}
            {contact.emails.map((email) => (
              <Out key={email} href={`mailto:${email}`}>
                {email}
              </Out>
            ))}
          </span>
        </div>
      ))}
    </>
  );
}

function Order({ content }: Shown<'order'>) {
  const { texts, locale } = useChat();
  const total = content.items.reduce((sum, item) => sum + item.quantity * item.price, 0);
  const currency = content.items[0]?.currency;
  const price = currency && /^[A-Z]{3}$/i.test(currency) ? priceText(total, currency, locale) : '';
  return (
    <>
      <p class="words">
        <b>{texts.order(content.items.reduce((sum, item) => sum + item.quantity, 0))}</b> {price}
      </p>
      <Words text={content.text} />
    </>
  );
}

/** Minor units, as many decimals as the currency has. */
function priceText(minor: number, currency: string, locale: string): string {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency });
  return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

function Call({ content }: Shown<'call'>) {
  const { texts } = useChat();
  return (
    <p class="words">
      {texts.call} {content.seconds !== undefined && minutesOf(content.seconds)}
    </p>
  );
}

function Unsupported({ content }: Shown<'unsupported'>) {
  const { texts } = useChat();
  return <Words text={content.text || texts.unsupported} />;
}

function Visit({ content }: Shown<'visit'>) {
  const { texts } = useChat();
  return (
    <>
      <small>{content.place ? `${texts.visit}: ${content.place}` : texts.visit}</small>
      <Words text={content.text} />
    </>
  );
}

const Text = ({ content }: { content: { text?: string } }) => <Words text={content.text} />;

/** How each kind of content looks. `system` is a row of its own, not a bubble. */
const views: { [K in ContentKind]: (props: Shown<K>) => JSX.Element | null } = {
  text: Text,
  media: Text,
  template: Text,
  location_request: Text,
  products: Text,
  button_reply: Text,
  list_reply: Text,
  buttons: Buttons,
  list: List,
  location: Location,
  contact: Contacts,
  order: Order,
  call: Call,
  callback: Text,
  visit: Visit,
  system: () => null,
  unsupported: Unsupported,
};

/** What a message says. A kind newer than this widget is shown by its text, if it has one. */
export function Contents({ message }: { message: ChatMessage }) {
  const View = (views[message.content.kind] ?? Text) as (props: Shown<ContentKind>) => JSX.Element | null;
  return <View content={message.content} message={message} />;
}
