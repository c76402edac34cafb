import { describe, expect, it } from 'vitest';
import { cpuMs } from '../../../kernel/testing/cpu.ts';
import { decompressRtf } from './compressed-rtf.ts';
import { readRtf } from './rtf.ts';
import { compressedRtf } from './testing-tnef.ts';

const rtf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

describe('compressed RTF', () => {
  it('reads the examples of MS-OXRTFCP', () => {
    const simple =
      '2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0';
    expect(decompressRtf(Buffer.from(simple, 'hex'))?.toString()).toBe(
      '{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n',
    );
    // A reference into what it is itself writing.
    const crossing = '1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0';
    expect(decompressRtf(Buffer.from(crossing, 'hex'))?.toString()).toBe('{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}');
  });

  it('takes what is not compressed as it is, and what is neither for none', () => {
    expect(decompressRtf(compressedRtf('{\\rtf1 oi}'))?.toString()).toBe('{\\rtf1 oi}');
    for (const bytes of ['', '00', '00'.repeat(40)])
      expect(decompressRtf(Buffer.from(bytes, 'hex'))).toBeNull();
  });

  it('fills no memory for a header that lies, and ends on cut streams', () => {
    const liar = Buffer.alloc(20);
    liar.writeUInt32LE(0xffffffff, 4);
    liar.writeUInt32LE(0x75465a4c, 8);
    expect(decompressRtf(liar)?.length).toBeLessThan(100);
    const whole = Buffer.from(
      '2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c',
      'hex',
    );
    for (let end = 0; end <= whole.length; end++) decompressRtf(whole.subarray(0, end));
  });
});

describe('RTF', () => {
  it.each([
    [
      "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}{\\colortbl;\\red0;}\\pard Ol\\'e1\\par tudo bem?}",
      'Olá\ntudo bem?',
    ],
    ["{\\rtf1\\ansi\\uc1 a\\u231?\\u227?o \\u8364\\'80 \\u-10179?\\u-8704?}", 'ação € 😀'],
    ["{\\rtf1\\ansi{\\fonttbl{\\f0\\fcharset0 A;}{\\f1\\fcharset204 B;}}\\f1\\'ef\\'f0\\f0 x}", 'прx'],
    [
      '{\\rtf1\\ansi a{\\*\\desconhecido segredo}b{\\pict 00ff}c\\{d\\}\\\\ \\ldblquote e\\rdblquote}',
      'abc{d}\\ “e”',
    ],
    ['{\\rtf1 um\\tab dois\\line tr\\bin3 \u0001{}es}', 'um\tdois\ntres'],
    ['not rtf', ''],
    ['{\\rtf1 sem fim', 'sem fim'],
  ])('%s', (text, words) => expect(readRtf(rtf(text))).toEqual({ html: '', text: words }));

  it('hands back the HTML in it, without what is for programs that have none', () => {
    const text =
      '{\\rtf1\\ansi\\ansicpg1252\\fromhtml1 \\deff0{\\fonttbl{\\f0 Arial;}}\\uc1\\pard ' +
      "{\\*\\htmltag19 <html>}{\\*\\htmltag64 <p class=x>}\\htmlrtf {\\b \\htmlrtf0 Ol\\'e1 {\\*\\htmltag84 <b>}Ana{\\*\\htmltag92 </b>}" +
      '{\\*\\mhtmltag84 <i>}\\htmlrtf }\\par\\htmlrtf0 {\\*\\htmltag84 &amp;}{\\*\\htmltag72 </p>}{\\*\\htmltag27 </html>}}';
    expect(readRtf(rtf(text))).toEqual({ html: '<html><p class=x>Olá <b>Ana</b>&amp;</p></html>', text: '' });
  });

  it('ends in time on anything', () => {
    const inputs = [
      '{\\rtf1 '.repeat(100_000),
      `{\\rtf1 ${"\\'e1".repeat(300_000)}`,
      `{\\rtf1 ${'\\'.repeat(500_000)}`,
    ];
    const from = cpuMs();
    for (const input of inputs) readRtf(rtf(input));
    expect(cpuMs() - from).toBeLessThan(5000);
  });
});
