/**
 * What makes a matter loud, in points of 100 (mission R4). One table: whoever weighs differently changes it here; the firm's
 * own words come beside it from its settings.
 */
export const weights = {
  /** It is said where everybody reads. */
  public: 15,
  complaint: 30,
  /** At most half of the stars. */
  lowRating: 20,
  /** Ten followers more or less do not matter, ten times as many do. */
  reach: { perTenfold: 6, from: 7, most: 30 },
  /** The gravest threat counts with its own weight, each further one a little. */
  threat: { further: 10, most: 40 },
  feeling: { most: 25 },
  shouting: 5,
  own: { most: 40 },
  /** Further matters of the same customer within so many days, from the first of them on. */
  repeat: { days: 7, each: 6, most: 18 },
  /** Messages of the customer in a row without an answer, from the third on. */
  unanswered: { from: 3, each: 4, most: 16 },
  /** What was sold to the customer so far; `large` in the smallest unit of the currency. */
  value: { some: 5, large: { from: 500_000, points: 12 } },
  most: 100,
} as const;
