/** Words of RTF that mean a sign, and alphabets by the number fonts bear (`\fcharset`). Data only. */

export const signs: Record<string, string> = {
  par: '\n',
  line: '\n',
  sect: '\n',
  page: '\n',
  row: '\n',
  cell: '\t',
  tab: '\t',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  bullet: '•',
  endash: '–',
  emdash: '—',
  enspace: '\u2002',
  emspace: '\u2003',
};

export const symbols: Record<string, string> = {
  '\\': '\\',
  '{': '{',
  '}': '}',
  '~': '\u00a0',
  _: '-',
  '-': '',
  '\n': '\n',
  '\r': '\n',
};

export const codePages: Record<number, number> = {
  0: 1252,
  128: 932,
  129: 949,
  134: 936,
  136: 950,
  161: 1253,
  162: 1254,
  163: 1258,
  177: 1255,
  178: 1256,
  186: 1257,
  204: 1251,
  222: 874,
  238: 1250,
};

/** Groups that hold no words of the writer. */
export const silent = new Set(
  'colortbl stylesheet info pict object header headerl headerr footer footerl footerr footnote themedata generator listtable listoverridetable filetbl revtbl xmlnstbl mhtmltag pntext fldinst'.split(
    ' ',
  ),
);
