/**
 * Compressed RTF (`LZFu`, MS-OXRTFCP): the form in which Outlook puts the words of a mail into winmail.dat. A dictionary
 * of 4096 bytes that begins with words every RTF has; control bits say whether a byte or a reference follows. The sizes in
 * the header are the sender's word: what is really there decides, and output is bounded.
 */
const prefix =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx';
const types = { compressed: 0x75465a4c, plain: 0x414c454d };
const headerBytes = 16;
const dictionaryBytes = 4096;
const longest = 20 * 1024 * 1024;

/** The RTF of a `PidTagRtfCompressed` stream, as far as it is whole; null when it is none. */
export function decompressRtf(stream: Uint8Array): Buffer | null {
  if (stream.length < headerBytes) return null;
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  const type = view.getUint32(8, true);
  const rawSize = Math.min(view.getUint32(4, true), longest);
  const body = stream.subarray(headerBytes);
  if (type === types.plain) return Buffer.from(body.subarray(0, rawSize));
  return type === types.compressed ? inflate(body, rawSize) : null;
}

function inflate(input: Uint8Array, rawSize: number): Buffer {
  const dictionary = Buffer.alloc(dictionaryBytes);
  let write = dictionary.write(prefix, 'latin1');
  // A reference makes at most 17 bytes of two: no header may ask for more memory than its body can fill.
  const output = Buffer.alloc(Math.min(rawSize, input.length * 9));
  let length = 0;
  const put = (byte: number): void => {
    if (length < output.length) output[length++] = byte;
    dictionary[write] = byte;
    write = (write + 1) % dictionaryBytes;
  };
  for (let at = 0; at < input.length && length < output.length; ) {
    const control = input[at++] ?? 0;
    for (let bit = 0; bit < 8 && at < input.length; bit++) {
      if (((control >> bit) & 1) === 0) {
        put(input[at++] ?? 0);
        continue;
      }
      const reference = ((input[at] ?? 0) << 8) | (input[at + 1] ?? 0);
      at += 2;
      const from = reference >> 4;
      if (from === write) return output.subarray(0, length);
      for (let step = 0; step < (reference & 15) + 2; step++)
        put(dictionary[(from + step) % dictionaryBytes] ?? 0);
    }
  }
  return output.subarray(0, length);
}
