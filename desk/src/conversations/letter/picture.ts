import Image from '@tiptap/extension-image';

/** A picture in the text, by the upload it stands for. */
export const Picture = Image.extend({
  addAttributes() {
    return {
      ...this.parent?.(),
      attachment: {
        default: null,
        parseHTML: (element: HTMLElement) => element.getAttribute('data-attachment'),
        renderHTML: ({ attachment }: { attachment?: string | null }) =>
          attachment ? { 'data-attachment': attachment } : {},
      },
    };
  },
});
