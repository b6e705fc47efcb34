import { type Day, daySchema } from "@patchbay/protocol";
import { type Answer, callHttp } from "../../../state/http.js";

/** Since the last midnight of this computer. */
export function readDay(options: RequestInit = {}): Promise<Answer<Day>> {
  const midnight = new Date();
  midnight.setHours(0, 0, 0, 0);
  return callHttp(`/api/account/day?from=${midnight.getTime()}`, (body) => daySchema.parse(body), options);
}
