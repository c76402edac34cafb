import type { Locale } from '@meada/contract/primitives';

/** What every page is given. */
type PageProps = {
  locale: Locale;
  /** Address of the same page in each language, for the language menu (`?lang=en`). */
  languages: Record<Locale, string>;
};

/** A way to reach the shop. Names and drawings come from the channels themselves. */
export type Contact = {
  /** The channel's own name. */
  name: string;
  /** What a person reads: `+55 41 …`, `oi@…`. */
  address: string;
  /** Link that opens it, or null when there is nothing to open. */
  href: string | null;
  /** SVG text of the channel's icon; shown as a picture, so nothing in it can run. */
  icon: string | null;
};

export type ShopProps = PageProps & {
  /** Script tag of the chat, or null to leave it out. `src` as the page sees it: `/widget/loader.js`. */
  widget: { src: string; inboxKey: string; colour?: string; position?: 'left' | 'right' } | null;
  /** Script tag of the buttons and the form, or null to leave it out. */
  buttons?: { src: string; key: string } | null;
  contacts: Contact[];
  /** "The customer's phone" of the simulators, shown in the strip at the top; null outside the demo. */
  phoneHref: string | null;
  /** The agents' desk, shown in the same strip. */
  deskHref: string | null;
};

export type ContinueProps = PageProps & {
  /** The brand's name. */
  shop: string;
  /** The channel's name and icon (SVG text). */
  channel: { name: string; icon: string | null };
  /** Opens the channel carrying the token. */
  link: string;
  /** SVG text of the QR code of the link. */
  qr: string;
  /** Six digits, or null. */
  code: string | null;
  /** Where the code is to be written: telephone number, bot name… */
  address: string;
  /** ISO 8601; shown as a time of day in `timeZone`. */
  expiresAt: string;
  timeZone: string;
};

export type ProtocolProps = PageProps & {
  shop: string;
  /** What was typed or linked, shown as text only; nothing is looked up. */
  protocol: string;
  contacts: Contact[];
};

export type ProblemProps = PageProps & {
  /** `gone`: the link was used or is too old; `not_found`; `too_many`; `internal` for everything else. */
  code: 'gone' | 'not_found' | 'too_many' | 'internal';
  /** Where "back" leads. */
  home: string;
};
