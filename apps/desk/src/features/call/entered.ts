import type { InteractionView } from "@patchbay/protocol";

/** Data that the desk shows in other places, or that nobody wants to read. */
const NOT_ENTERED = new Set(["phoneNumber", "phone_number", "from", "policy"]);

/** What a caller entered, or the scenario set: worth reading beside the call. */
export const entered = (data: InteractionView["data"]): InteractionView["data"] =>
  data.filter(({ name, value }) => value !== "" && !NOT_ENTERED.has(name));
