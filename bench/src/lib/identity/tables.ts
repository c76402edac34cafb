/** A list of persons: what a CSV file is, or what a generator makes. */
export type Table = { name: string; names: string[]; rows: string[][] };

/** Fields of a CSV text (RFC 4180: quotes, doubled quotes, line breaks inside quotes); blanks around fields go. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = '';
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] as string;
    if (quoted) {
      if (sign !== '"') field += sign;
      else if (text[at + 1] === '"') {
        field += '"';
        at += 1;
      } else quoted = false;
    } else if (sign === '"' && field.trim() === '') {
      quoted = true;
      field = '';
    } else if (sign === ',') {
      row.push(field.trim());
      field = '';
    } else if (sign === '\n') {
      rows.push([...row, field.trim()]);
      row = [];
      field = '';
    } else if (sign !== '\r') field += sign;
  }
  if (field !== '' || row.length > 0) rows.push([...row, field.trim()]);
  return rows.filter((fields) => fields.some((value) => value !== ''));
}
