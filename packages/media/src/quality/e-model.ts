import type { CodecName } from "../codec/index.js";

/**
 * Equipment impairment at no loss, and robustness against random loss: ITU-T G.113 Appendix I for G.711 with
 * concealment; ITU-T G.113 (wideband) and published fits, rounded, for the others, on the narrowband scale.
 */
const codecs: Record<CodecName, { readonly ie: number; readonly bpl: number }> = {
  PCMU: { ie: 0, bpl: 25.1 },
  PCMA: { ie: 0, bpl: 25.1 },
  G722: { ie: 0, bpl: 13 },
  opus: { ie: 0, bpl: 20 },
};

/** R of a call with nothing wrong, by ITU-T G.107's default values. */
const R_BEST = 93.2;

export interface QualityFacts {
  readonly codec: CodecName;
  /** Packets that could not be played, lost or late: 0 to 1. */
  readonly lossShare: number;
  /** From mouth to ear, one way, with the jitter buffer: ms. */
  readonly delayMs: number;
}

/**
 * R factor by the E-model of ITU-T G.107, reduced to what a media server can measure: Id by G.107's simplified delay
 * term (Cole and Rosenbluth 2001), Ie,eff with random loss (BurstR = 1). Echo, level and noise count as good.
 */
export function rFactor({ codec, lossShare, delayMs }: QualityFacts): number {
  const { ie, bpl } = codecs[codec];
  const lossPercent = Math.min(1, Math.max(0, lossShare)) * 100;
  const impairedByDelay = 0.024 * delayMs + (delayMs > 177.3 ? 0.11 * (delayMs - 177.3) : 0);
  const impairedByLoss = ie + (95 - ie) * (lossPercent / (lossPercent + bpl));
  return Math.max(0, Math.min(100, R_BEST - impairedByDelay - impairedByLoss));
}

/** Mean opinion score, 1 to 4.5, from R: ITU-T G.107 Annex B. */
export function mosOf(r: number): number {
  if (r <= 0) return 1;
  if (r >= 100) return 4.5;
  return Math.max(1, 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6);
}

export function mosEstimate(facts: QualityFacts): number {
  return mosOf(rFactor(facts));
}
