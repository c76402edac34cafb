import type { Customer, PhoneApp, PhoneMessage } from '../phone/app.ts';
import type { Reviews, SimReview } from './index.ts';

const place = 'place';
const words = ['ONE', 'TWO', 'THREE', 'FOUR', 'FIVE'];
const starsOf = (review: SimReview): number => words.indexOf(review.starRating) + 1;

/** Stars at the beginning of what was typed (`4 Bom`, `★★ Ruim`); five when there are none. */
function readReview(typed: string): { stars: number; text: string } {
  const [, drawn = '', digit = '', text = ''] =
    /^\s*(?:(★+)|([1-5])(?=\D|$))?\s*([\s\S]*)$/.exec(typed) ?? [];
  return { stars: drawn.length || Number(digit) || 5, text: text.trim() };
}

/** The map on the customer's phone: one review per person and place, changed or taken back at will. */
export function reviewsPhone(platform: Reviews): PhoneApp {
  const addresses = new Set<string>();
  const ownOf = ({ name }: Customer): SimReview | undefined =>
    platform.reviews().find((review) => review.reviewer.displayName === name);
  return {
    ...{ id: 'reviews', ui: 'chat', name: 'Avaliações', link: 'avaliacoes' },
    icon: '<path d="m12 4 2.400 5 5.600.6-4.200 3.800 1.200 5.500L12 16.100l-5 2.800 1.200-5.500L4 9.600l5.600-.6z" fill="#fff"/>',
    colours: { light: ['#b36b00', '#fff0d6', '#f7f4ee'], dark: ['#3b2a10', '#5c421a', '#171310'] },
    can: { edit: true, react: false, reply: false, start: false, block: false },
    addressOf: ({ email }) => {
      addresses.add(email);
      return email;
    },
    contacts: () => [{ id: place, name: 'Empório Fio & Meada', detail: '1 a 5 e o que achou' }],
    messages: (customer) => {
      const review = ownOf(customer);
      return review ? shown(review) : [];
    },
    actions: {
      send: (customer, body) => {
        const said = readReview(body.text('text') ?? '');
        const own = ownOf(customer);
        if (own) platform.customerEdits(own.reviewId, said);
        else platform.customerReviews({ name: customer.name, ...said });
      },
      edit: (customer, body) => {
        const own = ownOf(customer);
        if (own) platform.customerEdits(own.reviewId, readReview(body.text('text') ?? ''));
      },
      press: (customer) => {
        const own = ownOf(customer);
        if (own) platform.customerDeletes(own.reviewId);
      },
      read: () => undefined,
    },
    file: () => undefined,
    onChange: (listener) =>
      platform.onChange(() => {
        for (const address of addresses) listener({ address, peer: place, kind: 'message' });
      }),
  };
}

function shown(review: SimReview): PhoneMessage[] {
  const { reviewId, comment, createTime, updateTime, reviewReply } = review;
  const stars = '★'.repeat(starsOf(review)).padEnd(5, '☆');
  return [
    {
      ...{
        id: reviewId,
        peer: place,
        mine: true,
        at: createTime,
        ticks: 'sent',
        edited: updateTime !== createTime,
      },
      text: [stars, comment].filter(Boolean).join('\n'),
      buttons: [{ id: 'delete', title: 'Apagar a avaliação' }],
    },
    ...(reviewReply
      ? [
          {
            ...{ id: `${reviewId}-reply`, peer: place, mine: false },
            ...{ at: reviewReply.updateTime, text: reviewReply.comment },
          },
        ]
      : []),
  ];
}
