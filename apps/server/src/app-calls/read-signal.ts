import { type AppSignal, appSignalSchema, appSignalTypes } from "@patchbay/protocol";
import { MessagingError, type SignalingData } from "../messaging-http/index.js";

/**
 * What an app signals; `undefined` for a type that nobody knows, which is accepted and left alone as unknown events are.
 * @throws {MessagingError} 5003 for one of a known type that cannot be read.
 */
export function readSignal(data: SignalingData): AppSignal | undefined {
  if (typeof data.type !== "string" || !appSignalTypes.has(data.type)) return undefined;
  const read = appSignalSchema.safeParse(data);
  if (read.success) return read.data;
  const field = ["data", ...(read.error.issues[0]?.path ?? [])].join(".");
  throw new MessagingError(
    "5003",
    `The event chat_session_signaling cannot be read: look at its field "${field}".`,
  );
}
