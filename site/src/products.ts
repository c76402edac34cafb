/** What a price is for; the texts have its words. */
export type Unit = 'skein' | 'meada' | 'set' | 'card' | 'kit';
export type ProductId = 'cotton' | 'wool' | 'hooks' | 'floss' | 'buttons' | 'kit';

/** What the demo shop shows; prices in centavos. Names are in the texts, drawings in `art/`. */
export const products: { id: ProductId; price: number; per: Unit }[] = [
  { id: 'cotton', price: 1890, per: 'skein' },
  { id: 'wool', price: 7400, per: 'meada' },
  { id: 'hooks', price: 8950, per: 'set' },
  { id: 'floss', price: 390, per: 'meada' },
  { id: 'buttons', price: 2200, per: 'card' },
  { id: 'kit', price: 11900, per: 'kit' },
];
