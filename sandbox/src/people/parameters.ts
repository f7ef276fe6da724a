/**
 * How a population buys. Counts follow BG/NBD (Fader, Hardie, Lee 2005): while alive a customer buys at rate λ ~ Gamma(r, α) per
 * week, and after each *repeat* purchase leaves for good with probability p ~ Beta(a, b). Amounts follow Gamma-Gamma (Fader,
 * Hardie 2013): an order is Gamma(p, ν) with ν ~ Gamma(q, γ), so that a customer's mean is p / ν.
 */
export type BuyingParameters = {
  r: number;
  /** Weeks. */
  alpha: number;
  a: number;
  b: number;
  spendShape: number;
  q: number;
  /** Published dollars. */
  gamma: number;
};

/** The published estimates on the CDNOW sample: time in weeks, amounts in dollars of 1997. */
export const CDNOW_PARAMETERS: BuyingParameters = Object.freeze({
  r: 0.243, alpha: 4.414, a: 0.793, b: 2.426, spendShape: 6.25, q: 3.74, gamma: 15.44,
});

/**
 * Minor units per published dollar. 700 fen turn the mean order of 35.22 dollars into 246.5 yuan, what a mid-priced Chinese skin
 * care or tea order costs. For the CDNOW orders themselves in cents use 100.
 */
export const DEFAULT_MONEY_SCALE = 700;

export const DAY_MS = 86_400_000;
export const WEEK_MS = 7 * DAY_MS;

/** Shanghai, where there is no summer time. Decides which calendar day an order belongs to. */
export const DEFAULT_UTC_OFFSET_MINUTES = 480;
