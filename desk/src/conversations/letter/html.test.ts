import { describe, expect, it } from 'vitest';
import { beginning, picturesIn, sentHtml, textAsHtml, withoutSignature } from './html.ts';

const id = '01940000-0000-7000-8000-000000000001';

describe('the letter', () => {
  it('makes paragraphs of words, and no markup of theirs', () => {
    expect(textAsHtml('a <b>\n& "c"')).toBe('<p>a &#60;b&#62;</p><p>&#38; &#34;c&#34;</p>');
    expect(beginning('Oi', '')).toBe('<p>Oi</p>');
    expect(beginning('', '<p>Ana</p>')).toBe('<p></p><p></p><p>-- </p><p>Ana</p>');
  });

  it.each([
    ['Oi\n\n-- \nAna\nLoja', 'Ana\nLoja', 'Oi'],
    ['-- \nAna', 'Ana', ''],
    ['\n\n-- \nAna\n', 'Ana', ''],
    ['Oi Ana', 'Ana', 'Oi'],
    ['Oi', '', 'Oi'],
    ['Oi\n-- \nAna mudada', 'Ana', 'Oi\n-- \nAna mudada'],
  ])('%j ends with %j: %j', (text, signature, left) => {
    expect(withoutSignature(text, signature)).toBe(left);
  });

  it('sends pictures by their part, and finds each once', () => {
    const html = `<p><img src="/files/x" data-attachment="${id}" alt="a"><img data-attachment="${id}"><img src="x"></p>`;
    expect(picturesIn(html)).toEqual([id]);
    expect(sentHtml(html)).toBe(`<div><img src="cid:${id}"><img src="cid:${id}"><img src="x"></div>`);
    expect(sentHtml('<p>a</p><p></p><p>b</p>')).toBe('<div>a</div><div><br></div><div>b</div>');
  });
});
