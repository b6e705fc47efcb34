import type { messagingErrorBodySchema } from "@patchbay/protocol";
import type { CallerParts } from "./caller.js";
import type { RateLimit } from "./limits.js";
import type { PollReplies } from "./poll-reply.js";
import type { MessagingSettings } from "./settings.js";

/** What every route of the messaging API works with. */
export interface WireParts extends CallerParts {
  /** Of addresses that ask how a chat looks. */
  readonly looks: RateLimit;
  readonly settings: MessagingSettings;
  readonly polls: PollReplies;
  readonly errorSchema: typeof messagingErrorBodySchema;
}
