/** Below this nothing is changed, -4 dB of full scale. Above it, the curve bends softly towards full scale. */
const KNEE = 20_675;
const FULL = 32_767;
const ROOM = FULL - KNEE;

/** Full scale is neared but never passed, so that two loud voices together do not crackle. */
export function softLimit(value: number): number {
  if (value <= KNEE && value >= -KNEE) return value;
  const over = (Math.abs(value) - KNEE) / ROOM;
  const limited = KNEE + ROOM * (over / (1 + over));
  return value < 0 ? -limited : limited;
}
