/** Why an agent is wanted: see the core's `RequestKind`. */
export const requestKinds = ["first", "transfer", "invite", "return", "consult", "call", "takeover"] as const;
