import type { Editor } from '@tiptap/react';

type Words = { text: string; html?: string | null | undefined; instead: number };

/** Puts words at the caret, instead of as many letters before it; rich ones go through the editor's own schema. */
export function putInto(editor: Editor, { text, html, instead }: Words): void {
  const to = editor.state.selection.from;
  const lines = text
    .split('\n')
    .flatMap((line, index) => [
      ...(index > 0 ? [{ type: 'hardBreak' }] : []),
      ...(line ? [{ type: 'text', text: line }] : []),
    ]);
  editor
    .chain()
    .focus()
    .insertContentAt({ from: to - instead, to }, html ?? lines)
    .run();
}

/** Marks the first place these words stand at, to be written over. */
export function selectIn(editor: Editor, words: string): void {
  let from = -1;
  editor.state.doc.descendants((node, position) => {
    const at = from < 0 && node.isText ? (node.text ?? '').indexOf(words) : -1;
    if (at >= 0) from = position + at;
    return from < 0;
  });
  if (from >= 0)
    editor
      .chain()
      .focus()
      .setTextSelection({ from, to: from + words.length })
      .run();
}
