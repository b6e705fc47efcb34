import { type ApiKeyRow, deskRequests } from "@patchbay/protocol";
import { type StoredApiKey, stateOf } from "../../../api-keys/index.js";
import type { CenterHandle } from "../../../center/edge.js";
import { cleanText } from "../../../center/plain-text.js";
import { agentName } from "../../views/message-view.js";
import { type Responder, responder } from "../respond.js";

function rowOf(key: StoredApiKey, handle: CenterHandle): ApiKeyRow {
  const { keyId, prefix, form, createdAt, createdBy, lastUsedAt, revokedAt, revokedBy } = key;
  const words = handle.words();
  return {
    keyId,
    prefix,
    form,
    state: stateOf(key, handle.clock.now()),
    createdAt,
    createdBy: agentName(words, createdBy),
    lastUsedAt,
    revokedAt,
    revokedBy: revokedBy === null ? null : agentName(words, revokedBy),
  };
}

/** Keys of programs. The key itself is in one answer and nowhere else. */
export const apiKeyRequests: readonly Responder[] = [
  responder(deskRequests.setupApiKeys, (_input, _asker, { handle, apiKeys }) => ({
    query: async () => ({ keys: (await apiKeys.list()).map((key) => rowOf(key, handle)) }),
  })),
  responder(deskRequests.makeApiKey, ({ form }, { agentId }, { apiKeys }) => ({
    ask: async () => {
      const typed = { ...form, name: cleanText(form.name), purpose: cleanText(form.purpose) };
      const made = await apiKeys.make(typed, agentId);
      if ("key" in made) return { output: made };
      const facts = made.code === "invalid_args" ? { path: made.path } : { path: "form.name" };
      return { fault: { code: made.code, facts } };
    },
  })),
  responder(deskRequests.revokeApiKey, ({ keyId }, { agentId }, { apiKeys }) => ({
    ask: async () =>
      (await apiKeys.revoke(keyId, agentId)) ? { output: {} } : { fault: { code: "object_not_found" } },
  })),
];
