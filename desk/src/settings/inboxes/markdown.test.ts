import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blocks, inline } from './markdown.ts';

describe('guide markdown', () => {
  it('reads headings, wrapped list items, nested lists and code in a list', () => {
    const read = blocks(
      '# Ligar\n\n1. Um passo que\n   continua.\n2. Escolha:\n   - **isto**: bom\n   - aquilo\n\n   ```html\n   <b>x</b>\n   ```\n3. Fim\n\nTexto\nseguido.',
    );
    expect(read.map((block) => block.kind)).toEqual(['heading', 'list', 'paragraph']);
    const list = read[1];
    if (list?.kind !== 'list') throw new Error('no list');
    expect(list.items).toHaveLength(3);
    expect(list.items[0]).toEqual([
      { kind: 'paragraph', text: [{ kind: 'text', text: 'Um passo que continua.' }] },
    ]);
    expect(list.items[1]?.map((block) => block.kind)).toEqual(['paragraph', 'list', 'code']);
    expect(list.items[1]?.[2]).toEqual({ kind: 'code', language: 'html', code: '<b>x</b>' });
  });

  it('links only to the web and to mail, and takes names with underscores as they are', () => {
    expect(inline('[x](javascript:alert(1))').some((part) => part.kind === 'link')).toBe(false);
    expect(inline('veja https://a.example/x.')[1]).toEqual({
      kind: 'link',
      text: 'https://a.example/x',
      href: 'https://a.example/x',
    });
    expect(inline('o campo _Token do bot_ e my_own_name')).toEqual([
      { kind: 'text', text: 'o campo ' },
      { kind: 'em', text: 'Token do bot' },
      { kind: 'text', text: ' e my_own_name' },
    ]);
  });

  it('shows pictures that lie beside the guide, and no others', () => {
    const read = blocks(
      '1. Um\n\n   ![Desenho: os campos](pictures/console.pt-BR.svg "À esquerda, a plataforma")\n2. Dois\n\nTexto\n![Tela: o formulário](pictures/form.en.webp#800x200)',
    );
    expect(read.map((block) => block.kind)).toEqual(['list', 'paragraph', 'picture']);
    expect(read[2]).toMatchObject({ name: 'form.en.webp', width: 800, height: 200 });
    const [list] = read;
    if (list?.kind !== 'list') throw new Error('no list');
    expect(list.items).toHaveLength(2);
    expect(list.items[0]?.[1]).toEqual({
      kind: 'picture',
      alt: 'Desenho: os campos',
      name: 'console.pt-BR.svg',
      caption: 'À esquerda, a plataforma',
    });
    for (const other of [
      '![x](https://a.example/x.svg)',
      '![x](pictures/../../secret.svg)',
      '![x](pictures/x.html)',
      '![](pictures/x.svg)',
      '![x](data:image/svg+xml,x)',
    ]) {
      expect([other, blocks(other).some((block) => block.kind === 'picture')]).toEqual([other, false]);
    }
  });

  it('reads a table with marks in its cells', () => {
    const [table, after] = blocks('| a | b |\n| --- | :-: |\n| `x` 1 | **y** |\n| só um |\n\nfim');
    if (table?.kind !== 'table') throw new Error('no table');
    expect(table.head).toEqual([[{ kind: 'text', text: 'a' }], [{ kind: 'text', text: 'b' }]]);
    expect(table.rows).toHaveLength(2);
    expect(table.rows[0]?.[1]).toEqual([{ kind: 'strong', text: 'y' }]);
    expect(after?.kind).toBe('paragraph');
    expect(blocks('| não é tabela |\noutra linha')[0]?.kind).toBe('paragraph');
  });

  it('ends on any input', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom(
            '#',
            '-',
            '1',
            '.',
            ' ',
            '\n',
            '`',
            '*',
            'a',
            '_',
            '|',
            '!',
            '[',
            ']',
            '(',
            ')',
          ),
        }),
        (text) => void blocks(text),
      ),
    );
  });
});
