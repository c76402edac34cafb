import type { Content, ContentKind } from '@meada/contract/content';
import {
  IconBuildingStore,
  IconExternalLink,
  IconMapPin,
  IconPhone,
  IconPuzzle,
  IconShoppingBag,
  IconUserSquare,
} from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { CallbackBody } from '../callbacks/CallbackBody.tsx';
import classes from './thread.module.css';
import { Words } from './Words.tsx';

type Of<K extends ContentKind> = { content: Extract<Content, { kind: K }> };

const Optional = ({ content }: { content: { text?: string } }) =>
  content.text ? <Words text={content.text} /> : null;

function Place({ content }: Of<'location'>) {
  const { t } = useTranslation('conversations');
  const href = `https://www.openstreetmap.org/?mlat=${content.latitude}&mlon=${content.longitude}#map=17/${content.latitude}/${content.longitude}`;
  return (
    <a className={classes.card} href={href} target="_blank" rel="noopener noreferrer">
      <IconMapPin size={22} aria-hidden />
      <span>
        <b>{content.name || t('kind.location')}</b>
        <small>{content.address || `${content.latitude.toFixed(5)}, ${content.longitude.toFixed(5)}`}</small>
      </span>
      <IconExternalLink size={15} aria-hidden />
    </a>
  );
}
const Contacts = ({ content }: Of<'contact'>) => (
  <>
    {content.contacts.map((contact) => (
      <div className={classes.card} key={contact.name + contact.phones.join()}>
        <IconUserSquare size={22} aria-hidden />
        <span>
          <b>{contact.name}</b>
          <small>{[...contact.phones, ...contact.emails].join(' · ') || contact.organisation}</small>
        </span>
      </div>
    ))}
  </>
);
const Buttons = ({ content }: Of<'buttons'>) => (
  <>
    <Words text={content.text} />
    <span className={classes.buttons}>
      {content.buttons.map((button) => (
        <span key={button.id} title={button.url}>
          {button.title} {button.url ? <IconExternalLink size={12} aria-hidden /> : null}
        </span>
      ))}
    </span>
  </>
);
const Template = ({ content }: Of<'template'>) => (
  <>
    <Words text={content.text} />
    {content.buttons?.length ? (
      <span className={classes.buttons}>
        {content.buttons.map((title) => (
          <span key={title}>{title}</span>
        ))}
      </span>
    ) : null}
  </>
);
function LocationRequest({ content }: Of<'location_request'>) {
  const { t } = useTranslation('conversations');
  return (
    <>
      <Words text={content.text} />
      <span className={classes.buttons}>
        <span>
          <IconMapPin size={13} aria-hidden /> {t('kind.location_request')}
        </span>
      </span>
    </>
  );
}
const Products = ({ content }: Of<'products'>) => (
  <div className={classes.card} data-tall>
    <IconShoppingBag size={22} aria-hidden />
    <span>
      {content.title ? <b>{content.title}</b> : null}
      <span>{content.text}</span>
      {content.sections.flatMap((section) =>
        section.products.map((one) => <small key={one.sku}>{one.name ?? one.sku}</small>),
      )}
    </span>
  </div>
);
const Choices = ({ content }: Of<'list'>) => (
  <>
    <Words text={content.text} />
    <details className={classes.choices}>
      <summary>{content.button}</summary>
      {content.sections.map((section) => (
        <ul key={section.title ?? section.rows[0]?.id}>
          {section.rows.map((row) => (
            <li key={row.id}>
              {row.title} <small>{row.description}</small>
            </li>
          ))}
        </ul>
      ))}
    </details>
  </>
);
/** Amounts come in minor units; how many of them make one is the currency's. */
function amountOf(minor: number, currency: string, language: string): string {
  const format = new Intl.NumberFormat(language, { style: 'currency', currency });
  return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}
function Order({ content }: Of<'order'>) {
  const { t, i18n } = useTranslation('conversations');
  const price = (minor: number, currency: string) => amountOf(minor, currency || 'BRL', i18n.language);
  const sums = new Map<string, number>();
  for (const item of content.items)
    sums.set(item.currency, (sums.get(item.currency) ?? 0) + item.quantity * item.price);
  const count = content.items.reduce((sum, item) => sum + item.quantity, 0);
  return (
    <div className={classes.card} data-tall>
      <IconShoppingBag size={22} aria-hidden />
      <span>
        {content.text ? <b>{content.text}</b> : null}
        {content.items.map((item) => (
          <small key={item.sku}>
            {item.quantity} × {item.sku} – {price(item.quantity * item.price, item.currency)}
          </small>
        ))}
        <b>
          {t('order.items', { count })} ·{' '}
          {t('order.total', { sum: [...sums].map(([currency, sum]) => price(sum, currency)).join(' + ') })}
        </b>
      </span>
    </div>
  );
}
function Call({ content }: Of<'call'>) {
  const { t } = useTranslation('conversations');
  return (
    <div className={classes.card}>
      <IconPhone size={20} aria-hidden />
      <span>
        <b>{t(`call.${content.direction}`)}</b>
        <small>{t(`call.${content.outcome}`)}</small>
      </span>
    </div>
  );
}
const Visit = ({ content }: Of<'visit'>) => (
  <>
    {content.place ? (
      <span className={classes.place}>
        <IconBuildingStore size={14} aria-hidden /> {content.place}
      </span>
    ) : null}
    <Words text={content.text} />
  </>
);
function Unsupported({ content }: Of<'unsupported'>) {
  const { t } = useTranslation('conversations');
  return (
    <>
      <span className={classes.place}>
        <IconPuzzle size={14} aria-hidden /> {t('message.unsupported', { type: content.type })}
      </span>
      <Optional content={content} />
    </>
  );
}
const Text = ({ content }: { content: { text: string } }) => <Words text={content.text} />;

const bodies: { [K in ContentKind]: (props: Of<K>) => ReactElement | null } = {
  text: Text,
  media: Optional,
  location: Place,
  contact: Contacts,
  buttons: Buttons,
  button_reply: Text,
  list: Choices,
  list_reply: Text,
  template: Template,
  location_request: LocationRequest,
  products: Products,
  order: Order,
  call: Call,
  callback: CallbackBody,
  visit: Visit,
  system: () => null,
  unsupported: Unsupported,
};

/** What a message says, by its kind. */
export function Body({ content }: { content: Content }) {
  const Shape = (bodies[content.kind] ?? bodies.unsupported) as (props: {
    content: Content;
  }) => ReactElement | null;
  return <Shape content={content} />;
}
