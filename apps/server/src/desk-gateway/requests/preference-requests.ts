import { deskRequests, readPreferences } from "@patchbay/protocol";
import { type Responder, responder } from "./respond.js";

export const preferenceResponders: readonly Responder[] = [
  responder(deskRequests.preferences, (_, { agentId }, { handle }) => ({
    query: async () => readPreferences(await handle.records.preferences.of(agentId)),
  })),
  responder(deskRequests.changePreferences, ({ changes }, { agentId }, { handle, tellPreferences }) => ({
    ask: async () => {
      const output = readPreferences(await handle.records.preferences.change(agentId, changes));
      tellPreferences(agentId, output);
      return { output };
    },
  })),
];
