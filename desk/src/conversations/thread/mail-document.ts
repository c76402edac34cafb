/**
 * The document a letter is shown in. The server has made the HTML safe; this is the second wall: no script, no form, no
 * frame, and no remote picture unless asked for, by the document's own policy.
 */
export function mailDocument(html: string, remote: boolean, origin: string): string {
  const pictures = remote ? `https: data: ${origin}` : `data: ${origin}`;
  const policy = `default-src 'none'; img-src ${pictures}; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'`;
  return [
    '<!doctype html><html><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="referrer" content="no-referrer"><base target="_blank">',
    '<style>html{background:#fff;color:#1a1a1a;font:15px/1.5 system-ui,sans-serif}body{margin:16px;overflow-wrap:anywhere}img{max-width:100%;height:auto}</style>',
    `</head><body>${html}</body></html>`,
  ].join('');
}
