import PostalMime, { type Email } from 'postal-mime';

/** A mail in a mailbox of the simulator, with the bytes exactly as they would lie on a server. */
export type StoredMail = { uid: number; raw: Buffer; flags: Set<string>; internalDate: Date };
export type Folder = { uidValidity: number; uidNext: number; mails: StoredMail[] };
export type StoreEvent = {
  address: string;
  folder: Folder;
  kind: 'added' | 'expunged' | 'renumbered';
  uid: number;
};
export type Store = ReturnType<typeof createStore>;

/** Mailboxes by address, each with INBOX and a folder for what was sent; plus-aliases share the mailbox of their base. */
export function createStore() {
  const folders = new Map<string, Folder>();
  const listeners = new Set<(event: StoreEvent) => void>();
  // Every run has its own: the UIDs begin anew, and a reader of an earlier run must notice.
  let validity = Math.floor(Date.now() / 1000);
  const tell = (event: StoreEvent) => {
    for (const listener of listeners) listener(event);
  };
  const folderOf = (address: string, name = 'INBOX'): Folder => {
    const key = name === 'INBOX' ? baseOf(address) : `${baseOf(address)}/${name}`;
    const known = folders.get(key);
    if (known) return known;
    const folder = { uidValidity: validity++, uidNext: 1, mails: [] };
    folders.set(key, folder);
    return folder;
  };
  const addTo = (
    { address, name }: { address: string; name: string },
    raw: Buffer,
    internalDate = new Date(),
  ): number => {
    const folder = folderOf(address, name);
    const uid = folder.uidNext++;
    folder.mails.push({ uid, raw, flags: new Set(), internalDate });
    tell({ address: baseOf(address), folder, kind: 'added', uid });
    return uid;
  };
  return {
    folderOf,
    addresses: () => [...folders.keys()].filter((key) => !key.includes('/')),
    onChange(listener: (event: StoreEvent) => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    addTo,
    add: (address: string, raw: Buffer, at?: Date): number => addTo({ address, name: 'INBOX' }, raw, at),
    expunge(address: string, uid: number): void {
      const folder = folderOf(address);
      const before = folder.mails.length;
      folder.mails = folder.mails.filter((mail) => mail.uid !== uid);
      if (folder.mails.length < before) tell({ address: baseOf(address), folder, kind: 'expunged', uid });
    },
    /** What a server does after it lost its index: every mail gets a new UID under a new UIDVALIDITY. */
    renumber(address: string): void {
      const folder = folderOf(address);
      countAnew(folder, validity++);
      tell({ address: baseOf(address), folder, kind: 'renumbered', uid: 0 });
    },
  };
}

function countAnew(folder: Folder, uidValidity: number): void {
  folder.uidValidity = uidValidity;
  folder.mails.forEach((mail, index) => {
    mail.uid = index + 1;
  });
  folder.uidNext = folder.mails.length + 1;
}

/** `loja+t.abc@x` and `Loja@X` → `loja@x`. */
export function baseOf(address: string): string {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at).split('+')[0] ?? '';
  return `${local}@${address.slice(at + 1)}`.toLowerCase();
}

/** A mail as the phone page shows it. */
export type ReadMail = { uid: number; at: Date; raw: Buffer; mail: Email };

export async function readMails(folder: Folder): Promise<ReadMail[]> {
  const mails = folder.mails.map(async ({ uid, internalDate, raw }) => ({
    uid,
    at: internalDate,
    raw,
    mail: await PostalMime.parse(raw, { forceRfc822Attachments: true }),
  }));
  return await Promise.all(mails);
}
