import type { CoreCenter, Event, Passing, Standing } from "@patchbay/core";

/** Where it stood, as often as that changed. */
export interface ReplayStep {
  readonly seq: number;
  readonly at: number;
  /** `own`: its own event. `place`: somebody before it has gone or come. `passed`: an agent was given somebody else. */
  readonly kind: "own" | "place" | "passed";
  /** The core's event. Of the two other kinds: the event that brought it about, by its name alone. */
  readonly type: string;
  readonly event: Readonly<Record<string, unknown>> | null;
  readonly passing: Passing | null;
  /** Which of `standings` it left; `null`: the interaction had left the core's memory. */
  readonly after: number | null;
  /** Of offers: which of them it was decided from. */
  readonly before: number | null;
}

export interface Replay {
  readonly interactionId: string;
  readonly steps: readonly ReplayStep[];
  readonly standings: readonly Standing[];
  /** Not all is there: it has too many steps, or took too long. */
  readonly cut: "steps" | "time" | null;
  /** Events that were folded in to know it. */
  readonly events: number;
}

/** What would name a customer's device to somebody who has no use for it. */
const WITHHELD: ReadonlySet<string> = new Set(["clientKey", "seq", "at", "type"]);

/** Watches one interaction while the journal is folded in. Give it every event, in order, and only by `take`. */
export class ReplaySteps {
  readonly steps: ReplayStep[] = [];
  readonly standings: Standing[] = [];
  #last = "";
  #place: string | null = null;

  constructor(
    private readonly core: CoreCenter,
    private readonly interactionId: string,
    private readonly stepsMax: number,
  ) {}

  get isFull(): boolean {
    return this.steps.length >= this.stepsMax;
  }

  take(event: Event): void {
    const { core, interactionId } = this;
    const own = "interactionId" in event && event.interactionId === interactionId;
    const passing = core.passing(event, interactionId) ?? null;
    const before = own && event.type === "OfferMade" ? this.#standing() : null;
    core.evolve(event);
    const place = this.#placeNow();
    const moved = place !== this.#place;
    this.#place = place;
    if (own) this.#add(event, "own", { before, event: bodyOf(event) });
    else if (passing) this.#add(event, "passed", { passing });
    // Its own events say themselves that it came and went.
    else if (moved && place !== null) this.#add(event, "place", {});
  }

  #add(
    { seq, at, type }: Event,
    kind: ReplayStep["kind"],
    rest: Partial<Pick<ReplayStep, "event" | "passing" | "before">>,
  ): void {
    this.steps.push({
      seq,
      at,
      kind,
      type,
      event: null,
      passing: null,
      before: null,
      ...rest,
      after: this.#standing(),
    });
  }

  #placeNow(): string | null {
    const ahead = this.core.ahead(this.interactionId);
    return ahead === undefined ? null : String(ahead);
  }

  /** The same one again is not kept twice. */
  #standing(): number | null {
    const standing = this.core.standing(this.interactionId);
    if (standing === undefined) return null;
    const text = JSON.stringify(standing);
    if (text !== this.#last) {
      this.#last = text;
      // What the core changes later must not change what was.
      this.standings.push(JSON.parse(text) as Standing);
    }
    return this.standings.length - 1;
  }
}

function bodyOf(event: Event): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(event).filter(([name]) => !WITHHELD.has(name)));
}
