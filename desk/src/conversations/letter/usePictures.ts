import type { Attachment } from '@meada/contract/content';
import type { Editor as Tiptap } from '@tiptap/react';
import { upload } from '../../api/upload.ts';
import { complain } from '../../ui/toast.ts';

type Into = {
  pictures: React.RefObject<Map<string, Attachment>>;
  /** How many are on their way, more or fewer. */
  count: (by: number) => void;
};

/** Takes pictures into the text where the caret is; what is no picture is handed back, to be attached. */
export function usePictures(editor: React.RefObject<Tiptap | null>, { pictures, count }: Into) {
  const take = (file: File) => {
    count(1);
    const { signal } = new AbortController();
    upload({ file, voice: false, signal, onProgress: () => {} })
      .then((made) => {
        pictures.current.set(made.id, made);
        const attrs = { src: made.url, alt: made.name, attachment: made.id };
        editor.current?.chain().focus().insertContent({ type: 'image', attrs }).run();
      })
      .catch(complain)
      .finally(() => count(-1));
  };
  return (files: File[]): File[] => {
    for (const file of files) if (file.type.startsWith('image/')) take(file);
    return files.filter((file) => !file.type.startsWith('image/'));
  };
}
