import type { PlayPicture } from "./messages.js";

export type KeysWanted = NonNullable<Extract<PlayPicture, { readonly kind: "prompts" }>["keys"]>;

export type KeysOutcome =
  | { readonly kind: "key"; readonly key: string }
  | { readonly kind: "collected"; readonly digits: string }
  | { readonly kind: "cancelled" }
  | { readonly kind: "no_input" };

/**
 * What a caller enters at one step. Menus take one key, whichever: the core knows what is a choice. Digits end with
 * their last one, with #, or with silence; * begins anew, and on nothing it ends the step that allows it.
 */
export class KeyCollector {
  private digits = "";
  private over = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly wanted: KeysWanted,
    private readonly done: (outcome: KeysOutcome) => void,
    /** How many digits there are now. */
    private readonly counted: (entered: number) => void = () => {},
  ) {}

  /** The prompts are over: from now on silence counts. */
  listen(): void {
    clearTimeout(this.timer);
    if (!this.over) this.timer = setTimeout(() => this.silence(), this.wanted.timeoutMs);
  }

  press(key: string): void {
    if (this.over) return;
    const { wanted } = this;
    if (wanted.kind === "menu") {
      this.end({ kind: "key", key });
      return;
    }
    if (key === "#") {
      this.silence();
      return;
    }
    if (key === "*" && this.digits === "" && wanted.cancels === true) {
      this.end({ kind: "cancelled" });
      return;
    }
    if (key === "*") this.digits = "";
    else if (/^[0-9]$/.test(key)) this.digits += key;
    this.counted(this.digits.length);
    if (this.digits.length >= wanted.lengthMax) this.end({ kind: "collected", digits: this.digits });
    else this.listen();
  }

  stop(): void {
    this.over = true;
    clearTimeout(this.timer);
  }

  private silence(): void {
    const { wanted, digits } = this;
    const enough = wanted.kind === "collect" && digits.length >= wanted.lengthMin;
    this.end(enough ? { kind: "collected", digits } : { kind: "no_input" });
  }

  private end(outcome: KeysOutcome): void {
    if (this.over) return;
    this.stop();
    this.done(outcome);
  }
}
