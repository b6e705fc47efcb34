/**
 * Stories run beside each other, and each place where one runs has ports of its own: below those which a system gives
 * to connections by itself. `VITEST_POOL_ID` is the number of the place, from 1.
 */
const place = Number(process.env.VITEST_POOL_ID ?? 1) - 1;

/** Where free ports of a center are looked for. */
export const HTTP_PORTS = { first: 18_500 + 20 * place, last: 18_519 + 20 * place } as const;

/** The telephone network of a story, on loopback: where the center listens, and where it sends its calls. */
const sip = 25_152 + 20 * place;
export const TELEPHONY = { sip, sipTls: sip + 1, trunk: sip + 3, testPhone: sip + 5 } as const;

const rtp = 28_000 + 200 * place;
export const RTP_PORTS = `${rtp}-${rtp + 199}`;

/** Ports for what a story listens on by itself. */
export const OWN_PORTS = { first: 26_700 + 20 * place } as const;
