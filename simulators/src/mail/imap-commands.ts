import type { Socket } from 'node:net';
import { fetchAnswer, itemsOf, matches } from './imap-mail.ts';
import { type Command, inSet, parseCommand, type Word } from './imap-syntax.ts';
import { readXoauth2, tokenRefusal } from './oauth-server.ts';
import type { Folder, Store, StoreEvent } from './store.ts';

/** What a test or the demo can make the server do wrong. */
export type ImapFaults = {
  /** Milliseconds before each answer. */
  delayMs: number;
  /** Sign-in is refused. */
  refuseLogin: boolean;
  /** FETCH of content that includes one of these UIDs is answered NO. */
  unreadable: Set<number>;
  /** The connection is cut after this many mails of the next content FETCH. */
  cutAfter: number | null;
  /** Called before each mail is sent in a content FETCH: the place to expunge or add one. */
  duringFetch: ((uid: number) => void) | null;
  /** IDLE is neither offered nor taken. */
  noIdle: boolean;
  /** Name of the folder for what was sent; null: there is none. */
  sentName: string | null;
  /** Folders are known by their names alone. */
  noSpecialUse: boolean;
};

export type Session = {
  write(text: string): void;
  socket: Socket;
  user: string | null;
  folder: Folder | null;
  /** UIDs as this client numbers them: sequence numbers change only when it is told. */
  view: number[];
  idleTag: string | null;
  /** Tag of an XOAUTH2 whose refusal the client still has to answer with an empty line. */
  refusedTag: string | null;
  pending: StoreEvent[];
};
export type Context = {
  store: Store;
  faults: ImapFaults;
  passwordOf(user: string): string | undefined;
  tokenHolds(user: string, token: string): boolean;
};
type Handler = (session: Session, command: Command, context: Context) => void | Promise<void>;

export const capabilities = (context: Context) =>
  `IMAP4rev1 LITERAL+ ID NAMESPACE UIDPLUS SASL-IR AUTH=XOAUTH2${context.faults.noSpecialUse ? '' : ' SPECIAL-USE'}${context.faults.noIdle ? '' : ' IDLE'}`;

const ok = (session: Session, command: Command, text = `${command.name} done`) =>
  session.write(`${command.tag} OK ${text}\r\n`);
const no = (session: Session, command: Command, text: string) =>
  session.write(`${command.tag} NO ${text}\r\n`);

function signIn(
  session: Session,
  command: Command,
  account: { user: string; password: string; context: Context },
): void {
  const { user, password, context } = account;
  if (context.faults.refuseLogin || context.passwordOf(user) !== password)
    no(session, command, '[AUTHENTICATIONFAILED] Invalid credentials');
  else {
    session.user = user;
    ok(session, command, `[CAPABILITY ${capabilities(context)}] signed in`);
  }
}

/** The folder a word names: INBOX in any case, or the one for what was sent. */
function folderNamed(word: Word | undefined, { faults }: Context): string | null {
  const name = String(word);
  if (name.toUpperCase() === 'INBOX') return 'INBOX';
  return faults.sentName !== null && name === faults.sentName ? name : null;
}

const listed: Handler = (session, command, { faults }) => {
  const name = command.name;
  session.write(`* ${name} (\\HasNoChildren) "/" INBOX\r\n`);
  if (faults.sentName)
    session.write(
      `* ${name} (\\HasNoChildren${faults.noSpecialUse ? '' : ' \\Sent'}) "/" "${faults.sentName}"\r\n`,
    );
  ok(session, command);
};

const select: Handler = (session, command, context) => {
  const name = folderNamed(command.words[0], context);
  if (!session.user || !name) return no(session, command, '[NONEXISTENT] no such folder');
  const folder = context.store.folderOf(session.user, name);
  session.folder = folder;
  session.view = folder.mails.map((mail) => mail.uid);
  session.pending = [];
  session.write(
    `* FLAGS (\\Seen \\Answered \\Flagged \\Deleted \\Draft)\r\n* ${session.view.length} EXISTS\r\n* 0 RECENT\r\n` +
      `* OK [UIDVALIDITY ${folder.uidValidity}] valid\r\n* OK [UIDNEXT ${folder.uidNext}] next\r\n` +
      '* OK [PERMANENTFLAGS (\\Seen \\Deleted \\*)] flags\r\n',
  );
  ok(session, command, `[${command.name === 'EXAMINE' ? 'READ-ONLY' : 'READ-WRITE'}] selected`);
};

/** Tells what happened meanwhile; sequence numbers change here and nowhere else (RFC 3501 §7.4.1). */
export function tellChanges(session: Session): void {
  for (const event of session.pending.splice(0)) {
    if (event.kind === 'added') {
      session.view.push(event.uid);
      session.write(`* ${session.view.length} EXISTS\r\n`);
    } else if (event.kind === 'expunged') {
      const seq = session.view.indexOf(event.uid);
      if (seq >= 0) session.write(`* ${session.view.splice(seq, 1).length + seq} EXPUNGE\r\n`);
    }
  }
}

const noop: Handler = (session, command) => {
  tellChanges(session);
  ok(session, command);
};

async function fetchMails(
  session: Session,
  command: Command,
  run: { uid: boolean; words: Word[]; context: Context },
) {
  const { uid: byUid, context } = run;
  const set = String(run.words[0]);
  const items = itemsOf(run.words.slice(1));
  if (byUid && !items.some((item) => item.toUpperCase() === 'UID')) items.unshift('UID');
  const content = items.some((item) => /^BODY/i.test(item));
  const highest = byUid ? (session.view.at(-1) ?? 0) : session.view.length;
  const wanted = [...session.view.entries()].filter(([index, uid]) =>
    inSet(set, byUid ? uid : index + 1, highest),
  );
  if (content && wanted.some(([, uid]) => context.faults.unreadable.has(uid)))
    return no(session, command, '[SERVERBUG] mail cannot be read');
  const mails = new Map(session.folder?.mails.map((mail) => [mail.uid, mail]));
  let sent = 0;
  for (const [index, uid] of wanted) {
    if (content) context.faults.duringFetch?.(uid);
    const mail = mails.get(uid);
    if (mail) session.write(fetchAnswer(mail, index + 1, items));
    if (content && context.faults.cutAfter !== null && ++sent >= context.faults.cutAfter) {
      context.faults.cutAfter = null;
      session.socket.destroySoon();
      return;
    }
  }
  ok(session, command);
}

function search(session: Session, command: Command, run: { uid: boolean; words: Word[] }): void {
  const mails = new Map(session.folder?.mails.map((mail) => [mail.uid, mail]));
  const last = { lastUid: session.view.at(-1) ?? 0, lastSeq: session.view.length };
  const found = [...session.view.entries()].flatMap(([index, uid]) => {
    const mail = mails.get(uid);
    return mail && matches({ mail, seq: index + 1, ...last }, run.words) ? [run.uid ? uid : index + 1] : [];
  });
  session.write(`* SEARCH${found.map((one) => ` ${one}`).join('')}\r\n`);
  ok(session, command);
}

function store(session: Session, command: Command, run: { uid: boolean; words: Word[] }): void {
  const [set, mode, flags] = run.words;
  const names = (Array.isArray(flags) ? flags : [flags ?? '']).map(String);
  for (const [index, uid] of session.view.entries()) {
    const mail = session.folder?.mails.find((one) => one.uid === uid);
    if (!mail || !inSet(String(set), run.uid ? uid : index + 1, session.view.at(-1) ?? 0)) continue;
    for (const name of names) String(mode).startsWith('-') ? mail.flags.delete(name) : mail.flags.add(name);
    if (!/SILENT/i.test(String(mode))) session.write(fetchAnswer(mail, index + 1, ['UID', 'FLAGS']));
  }
  ok(session, command);
}

const expunge: Handler = (session, command, context) => {
  const gone = session.folder?.mails.filter((mail) => mail.flags.has('\\Deleted')) ?? [];
  for (const mail of gone) context.store.expunge(session.user ?? '', mail.uid);
  noop(session, command, context);
};

const byUid: Record<
  string,
  (
    session: Session,
    command: Command,
    run: { uid: boolean; words: Word[]; context: Context },
  ) => void | Promise<void>
> = {
  FETCH: fetchMails,
  SEARCH: search,
  STORE: store,
  EXPUNGE: (session, command, run) => expunge(session, command, run.context),
};

const handlers: Record<string, Handler> = {
  CAPABILITY: (session, command, context) => {
    session.write(`* CAPABILITY ${capabilities(context)}\r\n`);
    ok(session, command);
  },
  NOOP: noop,
  CHECK: noop,
  ID: (session, command) => {
    session.write('* ID ("name" "Meada simulator")\r\n');
    ok(session, command);
  },
  NAMESPACE: (session, command) => {
    session.write('* NAMESPACE (("" "/")) NIL NIL\r\n');
    ok(session, command);
  },
  AUTHENTICATE: (session, command, context) => {
    const [mechanism, answer] = command.words.map(String);
    const said = readXoauth2(answer ?? '');
    if (mechanism?.toUpperCase() !== 'XOAUTH2' || !said) return no(session, command, 'unknown mechanism');
    if (!context.faults.refuseLogin && context.tokenHolds(said.user, said.token)) {
      session.user = said.user;
      return ok(session, command, `[CAPABILITY ${capabilities(context)}] signed in`);
    }
    session.refusedTag = command.tag;
    session.write(`+ ${Buffer.from(JSON.stringify(tokenRefusal)).toString('base64')}\r\n`);
  },
  LOGIN: (session, command, context) =>
    signIn(session, command, { user: String(command.words[0]), password: String(command.words[1]), context }),
  LIST: listed,
  LSUB: listed,
  STATUS: (session, command, context) => {
    const folder = context.store.folderOf(session.user ?? '');
    session.write(
      `* STATUS INBOX (MESSAGES ${folder.mails.length} UIDNEXT ${folder.uidNext} UIDVALIDITY ${folder.uidValidity})\r\n`,
    );
    ok(session, command);
  },
  SELECT: select,
  EXAMINE: select,
  CLOSE: (session, command) => {
    session.folder = null;
    ok(session, command);
  },
  IDLE: (session, command, context) => {
    if (context.faults.noIdle) return no(session, command, 'no IDLE here');
    session.idleTag = command.tag;
    session.write('+ idling\r\n');
    tellChanges(session);
  },
  APPEND: (session, command, context) => {
    const name = folderNamed(command.words[0], context);
    if (!name) return no(session, command, '[TRYCREATE] no such folder');
    const user = session.user ?? '';
    const raw = Buffer.from(String(command.words.at(-1)), 'latin1');
    const uid = context.store.addTo({ address: user, name }, raw);
    ok(session, command, `[APPENDUID ${context.store.folderOf(user, name).uidValidity} ${uid}] stored`);
  },
  EXPUNGE: expunge,
  FETCH: (session, command, context) =>
    fetchMails(session, command, { uid: false, words: command.words, context }),
  SEARCH: (session, command) => search(session, command, { uid: false, words: command.words }),
  STORE: (session, command) => store(session, command, { uid: false, words: command.words }),
  UID: (session, command, context) => {
    const [name, ...words] = command.words;
    const run = byUid[String(name).toUpperCase()];
    return run
      ? run(session, command, { uid: true, words, context })
      : no(session, command, 'unknown UID command');
  },
  LOGOUT: (session, command) => {
    session.write('* BYE see you\r\n');
    ok(session, command);
    session.socket.end();
  },
};

/** Runs one command line of a client and writes what it gets. */
export async function answer(session: Session, text: string, context: Context): Promise<void> {
  if (session.refusedTag) {
    session.write(`${session.refusedTag} NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)\r\n`);
    session.refusedTag = null;
    return;
  }
  if (session.idleTag && /^done$/i.test(text)) {
    session.write(`${session.idleTag} OK idle ended\r\n`);
    session.idleTag = null;
    return;
  }
  if (context.faults.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, context.faults.delayMs));
  let tag = '*';
  try {
    const command = parseCommand(text);
    tag = command.tag;
    const open = ['CAPABILITY', 'NOOP', 'ID', 'LOGIN', 'AUTHENTICATE', 'LOGOUT'].includes(command.name);
    if (!open && !session.user) return no(session, command, 'sign in first');
    const handler = handlers[command.name];
    await (handler
      ? handler(session, command, context)
      : session.write(`${command.tag} BAD unknown command\r\n`));
  } catch (error) {
    session.write(`${tag} BAD ${String((error as Error).message).replace(/\s+/g, ' ')}\r\n`);
  }
}
