/** Call signaling between a customer's app and a party: passed on, never stored, an object either way. */
export type SignalingData = Readonly<Record<string, unknown>>;

export interface CustomerSignal {
  readonly interactionId: string;
  /** `null`: to whoever is there. */
  readonly destinationPartyId: string | null;
  readonly data: SignalingData;
}

export interface PartySignal {
  readonly interactionId: string;
  readonly partyId: string;
  readonly data: SignalingData;
}

type FromCustomer = (signal: CustomerSignal) => Promise<void>;
type ToCustomer = (signal: PartySignal) => void;

export interface Signaling {
  /**
   * Done when every listener is.
   * @throws {MessagingError} what a listener refuses the app's post with.
   */
  fromCustomer(signal: CustomerSignal): Promise<void>;
  toCustomer(signal: PartySignal): void;
  onFromCustomer(listener: FromCustomer): () => void;
  onToCustomer(listener: ToCustomer): () => void;
}

/** Within one process; a signal that nobody listens for is gone, as on a wire. */
export function createSignaling(): Signaling {
  const fromCustomer = new Set<FromCustomer>();
  const toCustomer = new Set<ToCustomer>();
  return {
    fromCustomer: async (signal) => {
      await Promise.all([...fromCustomer].map((listener) => listener(signal)));
    },
    toCustomer: (signal) => {
      for (const listener of toCustomer) listener(signal);
    },
    onFromCustomer: (listener) => {
      fromCustomer.add(listener);
      return () => fromCustomer.delete(listener);
    },
    onToCustomer: (listener) => {
      toCustomer.add(listener);
      return () => toCustomer.delete(listener);
    },
  };
}

/**
 * The data of a client's signaling event. Text is read as JSON (so the description has it); Android's ICE
 * candidates come without a `type`, which is inferred. `undefined` when it is no object.
 */
export function readSignalingData(data: unknown): SignalingData | undefined {
  let value = data;
  if (typeof value === "string") {
    try {
      value = JSON.parse(value);
    } catch {
      return undefined;
    }
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const object: Record<string, unknown> = Object.fromEntries(Object.entries(value));
  return object.type === undefined && object.candidate !== undefined
    ? { ...object, type: "ICE_CANDIDATE" }
    : object;
}

/**
 * The same as an app can read it: Android wants the candidate's line index as text, and drops nothing else.
 */
export function signalingForApp(data: SignalingData): Record<string, unknown> {
  return typeof data.sdpMLineIndex === "number"
    ? { ...data, sdpMLineIndex: String(data.sdpMLineIndex) }
    : { ...data };
}
