/**
 * Where the header blocks of a mail lie, so that single ones can be put right before the library reads it. This is no
 * MIME parser: it only follows declared boundaries; what it does not find stays as it came.
 */
export type Block = {
  /** Header of the mail or of a part, the blank line left out. */
  head: { from: number; to: number };
  body: { from: number; to: number };
  /** Subtype of the multipart it stands in; empty for the mail itself. */
  inside: string;
  leaf: boolean;
};

const lf = 10;
/** More parts than this are left as they are. */
const maxBlocks = 2000;
/** A header block beyond this is not looked into. */
const maxHead = 65_536;

/** The header of a block as text, one letter a byte. */
export const headOf = (bytes: Uint8Array, { head }: Block): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset + head.from, Math.min(head.to - head.from, maxHead)).toString(
    'latin1',
  );

/** First value of a field in a header text, unfolded; empty when it is missing. */
export function fieldIn(head: string, name: string): string {
  const found = new RegExp(`^${name}[ \\t]{0,5}:([^\\n]*(?:\\n[ \\t][^\\n]*)*)`, 'im').exec(head)?.[1] ?? '';
  return found.replace(/\r?\n[ \t]+/g, ' ').trim();
}

/** A parameter of a header value (`charset`, `boundary`), without quotes; empty when it is missing. */
export function parameterOf(value: string, name: string): string {
  const found = new RegExp(`[;\\s]${name}\\s{0,5}=\\s{0,5}(?:"([^"]{0,500})"|([^\\s;]{1,500}))`, 'i').exec(
    value.slice(0, 5000),
  );
  return (found?.[1] ?? found?.[2] ?? '').replace(/^'(.*)'$/, '$1').trim();
}

/** Every header block in the order it comes. Linear: each line that begins with `--` is looked at once. */
export function blocksOf(bytes: Uint8Array): Block[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const boundaries = new Map<string, string>();
  const first = blockAt(buffer, 0, '');
  const blocks = [first];
  open(buffer, first, boundaries);
  let at = boundaries.size ? buffer.indexOf('\n--', Math.max(0, first.body.from - 1)) : -1;
  while (at >= 0 && blocks.length < maxBlocks) {
    const end = buffer.indexOf(lf, at + 1);
    const line = buffer
      .toString('latin1', at + 3, Math.min(end < 0 ? buffer.length : end, at + 300))
      .trimEnd();
    const inside = boundaries.get(line);
    if (inside !== undefined || boundaries.has(line.replace(/--$/, ''))) {
      const before = blocks.at(-1);
      if (before) before.body.to = Math.min(before.body.to, Math.max(before.body.from, at + 1));
      if (inside !== undefined && end >= 0) {
        const block = blockAt(buffer, end + 1, inside);
        blocks.push(block);
        open(buffer, block, boundaries);
      }
    }
    at = end < 0 ? -1 : buffer.indexOf('\n--', end);
  }
  return blocks;
}

function blockAt(buffer: Buffer, from: number, inside: string): Block {
  let to = from;
  while (to < buffer.length) {
    const end = buffer.indexOf(lf, to);
    const next = end < 0 ? buffer.length : end + 1;
    if (next - to <= 2 && buffer.toString('latin1', to, next).trim() === '')
      return { head: { from, to }, body: { from: next, to: buffer.length }, inside, leaf: true };
    to = next;
  }
  return { head: { from, to }, body: { from: to, to }, inside, leaf: true };
}

/** A multipart's boundary begins to count. */
function open(buffer: Buffer, block: Block, boundaries: Map<string, string>): void {
  const type = fieldIn(headOf(buffer, block), 'content-type');
  const kind = /^\s*multipart\/([\w.+-]{1,60})/i.exec(type)?.[1]?.toLowerCase();
  if (!kind) return;
  block.leaf = false;
  const boundary = parameterOf(` ${type}`, 'boundary').trimEnd();
  if (boundary && boundary.length <= 200 && !boundaries.has(boundary)) boundaries.set(boundary, kind);
}
