/** Writes a TNEF stream as Outlook does, for tests: attributes with level, id, length, data and checksum. */
const attribute = (level: number, id: number, data: Uint8Array): Buffer => {
  const head = Buffer.alloc(9);
  head.writeUInt8(level, 0);
  head.writeUInt32LE(id, 1);
  head.writeUInt32LE(data.length, 5);
  const sum = Buffer.alloc(2);
  sum.writeUInt16LE(data.reduce((all, byte) => (all + byte) & 0xffff, 0));
  return Buffer.concat([head, data, sum]);
};

const number = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
};

/** A text property (PT_UNICODE): one value, padded to four bytes. */
const property = (id: number, text: string): Buffer => {
  const data = Buffer.from(`${text}\0`, 'utf16le');
  const pad = Buffer.alloc((4 - (data.length % 4)) % 4);
  return Buffer.concat([number((id << 16) | 0x001f), number(1), number(data.length), data, pad]);
};

/** The stream of a `PidTagRtfCompressed` that is not compressed (`MELA`). */
export function compressedRtf(rtf: string): Buffer {
  const body = Buffer.from(rtf, 'latin1');
  return Buffer.concat([number(body.length + 12), number(body.length), number(0x414c454d), number(0), body]);
}

/** winmail.dat whose words are RTF and nothing else. */
export function tnefOfRtf(stream: Buffer): Buffer {
  const pad = Buffer.alloc((4 - (stream.length % 4)) % 4);
  const property = [number((0x1009 << 16) | 0x0102), number(1), number(stream.length), stream, pad];
  return Buffer.concat([
    Buffer.from([0x78, 0x9f, 0x3e, 0x22, 0x01, 0x00]),
    attribute(1, 0x00069003, Buffer.concat([number(1), ...property])),
  ]);
}

export function tnefOf(body: string, files: { name: string; bytes: Uint8Array }[]): Buffer {
  const start = Buffer.from([0x78, 0x9f, 0x3e, 0x22, 0x01, 0x00]);
  const properties = Buffer.concat([number(1), property(0x1000, body)]);
  return Buffer.concat([
    start,
    attribute(1, 0x00069007, Buffer.concat([number(1252), number(0)])),
    attribute(1, 0x00069003, properties),
    ...files.flatMap(({ name, bytes }) => [
      attribute(2, 0x00069002, Buffer.alloc(14)),
      attribute(2, 0x00018010, Buffer.from('ATT0001.DAT\0', 'latin1')),
      attribute(2, 0x0006800f, bytes),
      attribute(2, 0x00069005, Buffer.concat([number(1), property(0x3707, name)])),
    ]),
  ]);
}
