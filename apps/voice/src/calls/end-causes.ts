import type { LegEndCause } from "./steps.js";

/** The word for a refusal of the network, by its SIP status: see `LegEndCause` of the core. */
export function causeOfStatus(status: number): LegEndCause {
  switch (status) {
    case 486:
    case 600:
      return "busy";
    case 480:
    case 408:
    case 487:
      return "no_answer";
    case 603:
    case 403:
      return "declined";
    case 404:
    case 410:
    case 484:
    case 604:
      return "number_unknown";
    case 488:
    case 415:
    case 606:
      return "media";
    default:
      return "network";
  }
}
