import type { CallView } from "@patchbay/protocol";

/** A call in which two talk, unless said otherwise. */
export const call = (fields: Partial<CallView> = {}): CallView => ({
  direction: "inbound",
  number: { raw: "15035550142", display: "+1 503 555 0142" },
  inApp: false,
  customer: { state: "connected", since: 0 },
  own: { legId: "i1.l2", device: "browser", state: "connected", since: 0, muted: false, circle: "main" },
  heldSince: null,
  beside: null,
  parties: [],
  consultation: null,
  host: true,
  recordings: [],
  recordingRule: { mode: "on_demand", mayStop: true, consentRequired: false },
  consent: null,
  ...fields,
});
