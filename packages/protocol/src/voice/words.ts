/** What both sides of a wire call the things of a call: who is in it, through what, and how that ends. */

export const legRoles = ["customer", "agent", "external", "supervisor"] as const;
/** What an agent talks through: the desk's browser, a desk phone that registers here, any number outside. */
export const phoneDevices = ["browser", "sip", "external", "none"] as const;
/** Of a leg; `app`: the customer's, in place of the network. */
export const legDevices = [...phoneDevices, "app"] as const;
export const monitoringModes = ["listen", "whisper", "barge"] as const;

export const legEndCauses = [
  "hung_up",
  "busy",
  "no_answer",
  "declined",
  "number_unknown",
  "media",
  "not_encrypted",
  "network",
  "lost",
  "transfer_refused",
] as const;

/** See `DigitsCheck` of the core. */
export const digitsChecks = ["card_number", "card_expiry", "rating", "account"] as const;

/** Why a call went on to another number, in the words of RFC 5806. */
export const diversionReasons = ["unconditional", "user-busy", "no-answer", "unavailable"] as const;

export const recordingKinds = ["call", "signature"] as const;
/** What there are files of: a mailbox's is in no list of the picture, its play says it. */
export const writtenKinds = [...recordingKinds, "voicemail"] as const;
