import { type Arrival, PortBusyError, UserAgent } from "../sip/user-agent.js";
import { fromPageSchema, type ToPage } from "../wire/page-wire.js";
import { isSameNumber, lineOf } from "./numbers.js";
import { Phone } from "./phone.js";

/** Phones at once; a demo has one or two. */
const PHONES_MAX = 8;
/** A phone without its page: a reload takes a moment, a server that was killed some more. */
const WITHOUT_PAGE_MS = 20_000;
/** How long a number rings that nobody answers, and one that is never answered. */
const RING_MS = 60_000;
const NO_ANSWER_MS = 4_000;
const PORT_AGAIN_MS = 5_000;
/** What one page may say: a burst, and so many a second. */
const FRAMES_BURST = 60;
const FRAMES_PER_SECOND = 20;

export interface SwitchboardDeps {
  readonly ports: { readonly own: number; readonly center: number };
  /** Where pages' sound listens; `null`: at all addresses of this machine. */
  readonly host: string | null;
  readonly say: (page: string, text: string) => void;
  readonly close: (page: string, reason: "too_many" | "bad_frame" | "elsewhere") => void;
  readonly log: (text: string) => void;
  /** How long a phone waits for its page to come back; left out: 20 s. */
  readonly withoutPageMs?: number;
}

interface Seat {
  readonly phone: Phone;
  page: string | undefined;
  leaving: NodeJS.Timeout | undefined;
}

/** Pages and the network: whose phone is whose, and which of them rings. */
export class Switchboard {
  readonly #seats = new Map<string, Seat>();
  /** Pages by the server's name for their connection. */
  readonly #pages = new Map<string, { seat: Seat | undefined; tokens: number; at: number }>();
  readonly #ringing = new Map<Arrival, NodeJS.Timeout>();
  #agent: UserAgent | undefined;
  #again: NodeJS.Timeout | undefined;

  constructor(private readonly deps: SwitchboardDeps) {}

  /** Opens the SIP port; one that is busy is tried again until it is free. */
  async start(): Promise<void> {
    try {
      this.#agent = await UserAgent.open(this.deps.ports, (arrival) => this.#arrived(arrival));
      this.deps.log(`listens for SIP on UDP port ${this.deps.ports.own}`);
    } catch (cause) {
      if (!(cause instanceof PortBusyError)) throw cause;
      this.deps.log(cause.message);
      this.#again = setTimeout(() => void this.start(), PORT_AGAIN_MS);
    }
  }

  opened(page: string): void {
    this.#pages.set(page, { seat: undefined, tokens: FRAMES_BURST, at: performance.now() });
  }

  said(page: string, text: string): void {
    const known = this.#pages.get(page);
    if (known === undefined) return;
    const message = this.#isWithinRate(known) ? read(text) : undefined;
    if (message === undefined) {
      this.deps.close(page, "bad_frame");
      this.closed(page);
      return;
    }
    if (message.say === "hello") {
      this.#greet(page, message.phone, message.own);
      return;
    }
    known.seat?.phone.take(message);
  }

  closed(page: string): void {
    const seat = this.#pages.get(page)?.seat;
    this.#pages.delete(page);
    if (seat?.page !== page) return;
    seat.page = undefined;
    this.#leave(seat);
  }

  /** The server has gone, and all its connections with it. */
  allClosed(): void {
    for (const page of [...this.#pages.keys()]) this.closed(page);
  }

  hangUpAll(): void {
    clearTimeout(this.#again);
    for (const { phone, leaving } of this.#seats.values()) {
      clearTimeout(leaving);
      phone.close();
    }
    for (const [arrival] of this.#ringing) arrival.call.refuse(480, "Temporarily Unavailable");
  }

  close(): void {
    this.#agent?.close();
  }

  #greet(page: string, name: string, own: string): void {
    const known = this.#pages.get(page);
    if (known === undefined) return;
    let seat = this.#seats.get(name);
    if (seat === undefined) {
      if (this.#seats.size >= PHONES_MAX) {
        this.deps.close(page, "too_many");
        this.closed(page);
        return;
      }
      seat = this.#newSeat(name);
    }
    clearTimeout(seat.leaving);
    const before = seat.page;
    if (before !== undefined && before !== page) {
      this.#pages.delete(before);
      this.deps.close(before, "elsewhere");
    }
    seat.page = page;
    known.seat = seat;
    seat.phone.take({ say: "own", own });
    for (const [arrival] of this.#ringing) this.#ringAt(seat.phone, arrival);
  }

  #newSeat(name: string): Seat {
    const seat: Seat = {
      page: undefined,
      leaving: undefined,
      phone: new Phone({
        host: this.deps.host,
        call: (to, from, sdp, events) => this.#agent?.call(to, from, sdp, events),
        say: (message: ToPage) => {
          if (seat.page !== undefined) this.deps.say(seat.page, JSON.stringify(message));
        },
        took: (arrival) => this.#stopRinging(arrival, "elsewhere"),
      }),
    };
    this.#seats.set(name, seat);
    return seat;
  }

  #leave(seat: Seat): void {
    clearTimeout(seat.leaving);
    seat.leaving = setTimeout(() => {
      for (const [name, one] of this.#seats) if (one === seat) this.#seats.delete(name);
      seat.phone.close();
    }, this.deps.withoutPageMs ?? WITHOUT_PAGE_MS);
  }

  #arrived(arrival: Arrival): void {
    const { call, to } = arrival;
    const line = lineOf(to);
    if (line === "busy" || line === "unknown") {
      if (line === "busy") call.refuse(486, "Busy Here");
      else call.refuse(404, "Not Found");
      return;
    }
    call.ring();
    const giveUp = (): void => {
      this.#stopRinging(arrival, "no_answer");
      call.refuse(480, "Temporarily Unavailable");
    };
    this.#ringing.set(arrival, setTimeout(giveUp, line === "no_answer" ? NO_ANSWER_MS : RING_MS));
    call.events = {
      ringing: () => undefined,
      connected: () => undefined,
      offered: () => undefined,
      key: () => undefined,
      ended: ({ byUs }) => this.#stopRinging(arrival, byUs ? "no_answer" : "hung_up_there"),
    };
    if (line === "answers") for (const { phone } of this.#seats.values()) this.#ringAt(phone, arrival);
  }

  /** Whose number it is, or everybody's who is free when it is nobody's here. */
  #ringAt(phone: Phone, arrival: Arrival): void {
    if (lineOf(arrival.to) !== "answers" || !phone.isFree) return;
    const phones = [...this.#seats.values()].map((seat) => seat.phone);
    const owners = phones.filter(({ own }) => isSameNumber(own, arrival.to));
    if (owners.length === 0 || owners.includes(phone)) phone.ring(arrival);
  }

  #stopRinging(arrival: Arrival, end: "elsewhere" | "no_answer" | "hung_up_there"): void {
    const timer = this.#ringing.get(arrival);
    if (timer === undefined) return;
    clearTimeout(timer);
    this.#ringing.delete(arrival);
    for (const { phone } of this.#seats.values()) phone.ringingEnds(arrival, end);
  }

  #isWithinRate(page: { tokens: number; at: number }): boolean {
    const now = performance.now();
    page.tokens = Math.min(FRAMES_BURST, page.tokens + ((now - page.at) * FRAMES_PER_SECOND) / 1_000) - 1;
    page.at = now;
    return page.tokens >= 0;
  }
}

function read(text: string): ReturnType<typeof fromPageSchema.parse> | undefined {
  try {
    return fromPageSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
