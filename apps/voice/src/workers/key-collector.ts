import { EnteredDigits } from "../digits/entered-digits.js";
import type { PlayPicture } from "./messages.js";

export type KeysWanted = NonNullable<Extract<PlayPicture, { readonly kind: "prompts" }>["keys"]>;

export type KeysOutcome =
  | { readonly kind: "key"; readonly key: string }
  /** Whoever gets them wipes them. */
  | { readonly kind: "collected"; readonly digits: EnteredDigits }
  | { readonly kind: "cancelled" }
  | { readonly kind: "no_input" };

/**
 * What a caller enters at one step. Menus take one key, whichever: the core knows what is a choice. Digits end with
 * their last one, with #, or with silence; * begins anew, and on nothing it ends the step that allows it.
 */
export class KeyCollector {
  private digits: EnteredDigits;
  private over = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly wanted: KeysWanted,
    private readonly done: (outcome: KeysOutcome) => void,
    /** How many digits there are now. */
    private readonly counted: (entered: number) => void = () => {},
  ) {
    this.digits = new EnteredDigits(wanted.kind === "collect" ? wanted.lengthMax : 0);
  }

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
    if (key === "*" && this.digits.length === 0 && wanted.cancels === true) {
      this.end({ kind: "cancelled" });
      return;
    }
    if (key === "*") this.digits.wipe();
    else if (/^[0-9]$/.test(key)) this.digits.add(key);
    this.counted(this.digits.length);
    if (this.digits.length >= wanted.lengthMax) this.collected();
    else this.listen();
  }

  stop(): void {
    this.over = true;
    clearTimeout(this.timer);
    this.digits.wipe();
  }

  private silence(): void {
    const { wanted, digits } = this;
    if (wanted.kind === "collect" && digits.length >= wanted.lengthMin) this.collected();
    else this.end({ kind: "no_input" });
  }

  /** They are somebody else's from now on, and not wiped with the rest. */
  private collected(): void {
    const { digits } = this;
    this.digits = new EnteredDigits(0);
    this.end({ kind: "collected", digits });
  }

  private end(outcome: KeysOutcome): void {
    if (this.over) return;
    this.stop();
    this.done(outcome);
  }
}
