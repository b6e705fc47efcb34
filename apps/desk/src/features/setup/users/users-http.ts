import { type AccountRow, accountRowsSchema, passwordMadeSchema } from "@patchbay/protocol";
import { type Answer, callHttp, withBody } from "../../../state/http.js";

const of = (agentId: string): string => `/api/users/${encodeURIComponent(agentId)}`;

/** How users sign in. */
export const readAccounts = (): Promise<Answer<readonly AccountRow[]>> =>
  callHttp("/api/users/accounts", (body) => accountRowsSchema.parse(body).accounts);

/** @param password `null`: one is made up, and is the answer */
export const setPassword = (
  agentId: string,
  password: string | null,
  mustChange: boolean,
): Promise<Answer<string | null>> =>
  callHttp(
    `${of(agentId)}/password`,
    (body) => passwordMadeSchema.parse(body).password,
    withBody("PUT", { password, mustChange }),
  );

export const removeSecondFactor = (agentId: string): Promise<Answer<null>> =>
  callHttp(`${of(agentId)}/second-factor`, () => null, { method: "DELETE" });

export const unlock = (agentId: string): Promise<Answer<null>> =>
  callHttp(`${of(agentId)}/lock`, () => null, { method: "DELETE" });
