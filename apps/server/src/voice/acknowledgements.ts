/** Which numbers are done, when they are done in any order: everything up to `reached` is. */
export class Acknowledgements {
  private reached: number | null = null;
  private readonly open = new Set<number>();
  private highest = 0;

  /** A number has come and is being worked on. */
  begin(n: number): void {
    this.open.add(n);
    this.highest = Math.max(this.highest, n);
  }

  /** It is stored. @returns the number to acknowledge, when there is a higher one than before. */
  done(n: number): number | null {
    this.open.delete(n);
    const upTo = this.open.size === 0 ? this.highest : Math.min(...this.open) - 1;
    if (this.reached !== null && upTo <= this.reached) return null;
    this.reached = upTo;
    return upTo;
  }

  /** Another voice process, or the same anew: its numbers begin again. */
  clear(): void {
    this.reached = null;
    this.open.clear();
    this.highest = 0;
  }
}
