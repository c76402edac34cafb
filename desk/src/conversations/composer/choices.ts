import type { ChannelInfo } from '@meada/contract/channels';
import type { Outgoing } from '@meada/contract/content';

/** Interactive messages a person can put together; each becomes a neutral content that every channel can say. */
export type ChoiceKind = 'buttons' | 'list' | 'link' | 'location_request' | 'products';

/** What channels show as choices; beyond that they say it in words. */
export const most = { buttons: 3, rows: 10, title: 20, row: 24, about: 72, text: 1024 };

/** Which of them the channel can show as such. */
export function choicesOf(channel: ChannelInfo | undefined): ChoiceKind[] {
  const sends = new Set(channel?.capabilities.sends);
  const kinds: [ChoiceKind, boolean][] = [
    ['buttons', sends.has('buttons')],
    ['list', sends.has('list')],
    ['link', sends.has('buttons')],
    ['location_request', sends.has('location_request')],
    ['products', sends.has('products')],
  ];
  return kinds.filter(([, can]) => can).map(([kind]) => kind);
}

export type ChoiceDraft = {
  kind: ChoiceKind;
  text: string;
  /** Titles of buttons or rows, and what is said of a row. */
  options: { title: string; about: string }[];
  /** Words on the button of a list or link. */
  button: string;
  url: string;
  catalogue: string;
  skus: string;
};

export const emptyDraft = (kind: ChoiceKind, text: string): ChoiceDraft => ({
  kind,
  text,
  options: [
    { title: '', about: '' },
    { title: '', about: '' },
  ],
  button: '',
  url: '',
  catalogue: '',
  skus: '',
});

const optionsOf = ({ options }: ChoiceDraft) =>
  options
    .map(({ title, about }) => ({ title: title.trim(), about: about.trim() }))
    .filter((one) => one.title !== '');

/** The same words twice could not be told apart in the answer. */
export function hasDoubles(draft: ChoiceDraft): boolean {
  const titles = optionsOf(draft).map((one) => one.title.toLowerCase());
  return new Set(titles).size < titles.length;
}

const webAddress = (url: string): boolean => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);

type Maker = (draft: ChoiceDraft) => Outgoing | null;
const makers: Record<ChoiceKind, Maker> = {
  buttons: (draft) => {
    const buttons = optionsOf(draft).map(({ title }, n) => ({ id: `option-${n + 1}`, title }));
    return buttons.length > 0 ? { v: 1, kind: 'buttons', text: draft.text.trim(), buttons } : null;
  },
  list: (draft) => {
    const rows = optionsOf(draft).map(({ title, about }, n) => ({
      id: `option-${n + 1}`,
      title,
      ...(about ? { description: about } : {}),
    }));
    const button = draft.button.trim();
    return rows.length > 0 && button
      ? { v: 1, kind: 'list', text: draft.text.trim(), button, sections: [{ rows }] }
      : null;
  },
  link: ({ text, button, url }) =>
    button.trim() && webAddress(url.trim())
      ? {
          v: 1,
          kind: 'buttons',
          text: text.trim(),
          buttons: [{ id: 'link', title: button.trim(), url: url.trim() }],
        }
      : null,
  location_request: ({ text }) => ({ v: 1, kind: 'location_request', text: text.trim() }),
  products: ({ text, button, catalogue, skus }) => {
    const products = skus
      .split(/[,\n]/)
      .map((sku) => sku.trim())
      .filter(Boolean)
      .map((sku) => ({ sku }));
    const title = button.trim();
    return catalogue.trim() && products.length > 0 && products.length <= 30
      ? {
          v: 1,
          kind: 'products',
          text: text.trim(),
          catalogue: catalogue.trim(),
          sections: [{ products }],
          ...(title ? { title } : {}),
        }
      : null;
  },
};

/** The message, or null while something is missing. */
export function choiceContent(draft: ChoiceDraft): Outgoing | null {
  if (draft.text.trim() === '' || hasDoubles(draft)) return null;
  return makers[draft.kind](draft);
}
