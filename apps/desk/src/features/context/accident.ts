import type { ContactView, LocationView } from "@patchbay/protocol";
import type { Pair } from "./data/pairs.js";

/** What the matter is about: an interaction's or an offer's facts. */
export interface Subject {
  readonly interactionId: string;
  readonly contact: ContactView;
  readonly locations: readonly LocationView[];
  readonly data: readonly Pair[];
}

const hasAccident = ({ locations, data }: Pick<Subject, "locations" | "data">): boolean =>
  locations.length + data.length > 0;

/** Of a call often nothing is known but the number, which stands above already. */
export const hasMore = (
  subject: Pick<Subject, "locations" | "data">,
  channel: "chat" | "voice" | "email",
): boolean =>
  hasAccident(subject) &&
  (channel !== "voice" || subject.data.some(({ name }) => !/^phone_?number$/i.test(name)));

/** Whether the contact's account number is the policy that the app named. */
export const isPolicy = ({ account }: ContactView, data: readonly Pair[]): boolean =>
  data.some(({ name, value }) => /^policy/.test(name) && value === account);
