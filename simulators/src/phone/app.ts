/**
 * What a simulator shows on the page "the customer's phone". Each simulator's folder has a `phone.ts` that puts its
 * control API into this form; page and server know no platform by name.
 */

/** Somebody played by the person at the page: one number, one mailbox, one account for everything else. */
export type Customer = {
  name: string;
  /** International digits without +. */
  phone: string;
  email: string;
  /** Account number for apps that have their own. */
  account: number;
  locale: 'pt-BR' | 'en' | 'es';
};

/** Whom the customer can write to: the firm's number, bot or mailbox. */
export type Contact = { id: string; name: string; detail: string };

export type PhoneFile = { kind: string; name: string; type: string; url: string };
export type PhoneButton = { id: string; title: string; url?: string };

export type PhoneMessage = {
  id: string;
  /** Contact id of the other side. */
  peer: string;
  mine: boolean;
  /** ISO instant. */
  at: string;
  text?: string;
  ticks?: 'sent' | 'delivered' | 'read' | 'failed';
  files?: PhoneFile[];
  buttons?: PhoneButton[];
  list?: {
    button: string;
    sections: { title?: string; rows: { id: string; title: string; description?: string }[] }[];
  };
  /** Short words above and below the text of a template. */
  header?: string;
  footer?: string;
  replyTo?: { id: string; text: string };
  reactions?: string[];
  edited?: boolean;
  location?: { latitude: number; longitude: number; name?: string; address?: string };
  contacts?: { name: string; phone?: string }[];
  /** Who wrote a public post, and what is told of them there. */
  author?: string;
  detail?: string;
  hidden?: boolean;
  mail?: { subject: string; from: string; to: string[]; cc: string[]; html?: string };
};

/** A change worth looking at: the page fetches the messages of that address again. */
export type PhoneEvent = { app: string; address: string; kind: 'message' | 'typing'; peer?: string };

export type PhoneApp = {
  /** Name in the control addresses: `/control/<id>/<action>`. */
  id: string;
  /** A timeline shows what stands under the contact `public`, and its other contacts as chats. */
  ui: 'chat' | 'mail' | 'timeline';
  name: string;
  /** Word of the deep links: `/<link>/<contact>?text=…`. */
  link: string;
  /** SVG of the home screen's icon: the inside of a 24 × 24 picture, in white. */
  icon: string;
  /** Colours: head of the app, own bubbles, background behind the bubbles, each for light and dark. */
  colours: { light: [string, string, string]; dark: [string, string, string] };
  /** Things a customer can do here beside writing. */
  can: { edit: boolean; react: boolean; reply: boolean; start: boolean; block: boolean; ad?: boolean };
  /** The customer's own address on this app. */
  addressOf(customer: Customer): string;
  contacts(): Contact[];
  /** Everything said from and to an address, oldest first. */
  messages(customer: Customer): PhoneMessage[] | Promise<PhoneMessage[]>;
  /** Action name → what it does with the JSON body; a thrown error is shown. */
  actions: Record<string, (customer: Customer, body: Body) => unknown>;
  file(id: string): PhoneBytes | undefined | Promise<PhoneBytes | undefined>;
  onChange(listener: (event: Omit<PhoneEvent, 'app'>) => void): void;
};

export type PhoneBytes = { name: string; type: string; bytes: Uint8Array };

/** A JSON body, read with care: everything comes from a page. */
export type Body = {
  text(name: string): string | undefined;
  list(name: string): string[];
  number(name: string): number | undefined;
  /** Files as the page sends them: `{kind, name, type, base64}`. */
  files(): { kind: string; name: string; type: string; bytes: Uint8Array }[];
};

/** Wraps a parsed JSON body. */
export function bodyOf(raw: Record<string, unknown>): Body {
  const text = (name: string) => (typeof raw[name] === 'string' ? raw[name] : undefined);
  return {
    text,
    list: (name) => (Array.isArray(raw[name]) ? raw[name].filter((one) => typeof one === 'string') : []),
    number: (name) => (typeof raw[name] === 'number' && Number.isFinite(raw[name]) ? raw[name] : undefined),
    files: () => (Array.isArray(raw.files) ? raw.files.map(fileOf) : []),
  };
}

function fileOf(raw: unknown): { kind: string; name: string; type: string; bytes: Uint8Array } {
  const file = (typeof raw === 'object' && raw !== null ? raw : {}) as Record<string, unknown>;
  const word = (name: string, otherwise: string) => (typeof file[name] === 'string' ? file[name] : otherwise);
  return {
    kind: word('kind', 'document'),
    name: word('name', 'file'),
    type: word('type', 'application/octet-stream'),
    bytes: new Uint8Array(Buffer.from(word('base64', ''), 'base64')),
  };
}
