const ZERO = 48;

/**
 * Digits that were entered, in memory of their own that is overwritten with zeros when they are forgotten. A text would stay
 * until the runtime collects it, so nobody here makes one of secret digits.
 */
export class EnteredDigits {
  private readonly bytes: Buffer;
  private count = 0;

  /** @param room for how many there is; more are left out. */
  constructor(room: number) {
    // Not from the pool that other buffers share.
    this.bytes = Buffer.alloc(room);
  }

  /** For what was never secret. */
  static of(text: string): EnteredDigits {
    const digits = new EnteredDigits(text.length);
    for (const digit of text) digits.add(digit);
    return digits;
  }

  get length(): number {
    return this.count;
  }

  /** @param digit 0 to 9 */
  add(digit: string): void {
    if (this.count < this.bytes.length) this.bytes[this.count++] = digit.charCodeAt(0);
  }

  /** 0 to 9; beyond the end `NaN`. */
  at(index: number): number {
    return index < this.count ? (this.bytes[index] ?? Number.NaN) - ZERO : Number.NaN;
  }

  endsWith(text: string): boolean {
    return this.bytes.subarray(0, this.count).subarray(-text.length).equals(Buffer.from(text, "latin1"));
  }

  /** A copy as text: for what anybody may see, such as the last four of a card's number. */
  text(from = 0): string {
    return this.bytes.toString("latin1", Math.max(0, from < 0 ? this.count + from : from), this.count);
  }

  /** @returns the place after them */
  copyTo(target: Buffer, at: number): number {
    return at + this.bytes.copy(target, at, 0, this.count);
  }

  /** Overwrites them. */
  wipe(): void {
    this.bytes.fill(0);
    this.count = 0;
  }
}
