import { createSocket } from 'node:dgram';

/** A name server that knows the TXT records it was told and nothing else (RFC 1035), for DKIM, SPF and DMARC. */
export async function startDns(
  zone: Record<string, string>,
): Promise<{ address: string; stop(): Promise<void> }> {
  const socket = createSocket('udp4');
  socket.on('message', (query, from) => {
    const answer = answerTo(query, zone);
    if (answer) socket.send(answer, from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const { port } = socket.address();
  return {
    address: `127.0.0.1:${port}`,
    stop: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

const textType = 16;
const nameError = 3;

function answerTo(query: Buffer, zone: Record<string, string>): Buffer | null {
  if (query.length < 17) return null;
  const { name, end } = readName(query, 12);
  if (end + 4 > query.length) return null;
  const type = query.readUInt16BE(end);
  const text = Object.hasOwn(zone, name) ? zone[name] : undefined;
  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x8580 | (text === undefined ? nameError : 0), 2);
  header.writeUInt16BE(1, 4);
  const question = query.subarray(12, end + 4);
  if (text === undefined || type !== textType) return Buffer.concat([header, question]);
  header.writeUInt16BE(1, 6);
  return Buffer.concat([header, question, textRecord(text)]);
}

function readName(query: Buffer, from: number): { name: string; end: number } {
  const parts: string[] = [];
  let at = from;
  for (let length = query[at] ?? 0; length > 0 && at < query.length; length = query[at] ?? 0) {
    parts.push(query.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  return { name: parts.join('.').toLowerCase(), end: at + 1 };
}

/** Strings of at most 255 bytes each; the name points back to the question. */
function textRecord(text: string): Buffer {
  const bytes = Buffer.from(text);
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += 255) {
    const piece = bytes.subarray(at, at + 255);
    pieces.push(Buffer.from([piece.length]), piece);
  }
  const data = Buffer.concat(pieces);
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(textType, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(60, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}
