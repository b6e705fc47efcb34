import { type ApiKeyForm, deskRequests } from "@patchbay/protocol";
import { type AuditRule, type ReadList, rule, type Subject } from "./audit-rule.js";

/** As it is told: with how the key begins, and nothing else of it. */
const told = (form: ApiKeyForm, prefix: string): object => ({ ...form, prefix });

async function readKey(id: string, list: ReadList): Promise<Subject | null> {
  const { keys } = await list(deskRequests.setupApiKeys, {});
  const row = keys.find(({ keyId, state }) => keyId === id && state !== "revoked");
  return row === undefined ? null : { name: row.form.name, form: told(row.form, row.prefix) };
}

/** There is no way back from either: a key is known to whoever was given it, and a revoked one stays revoked. */
export const apiKeyRules: readonly AuditRule[] = [
  rule(deskRequests.makeApiKey, {
    kind: "apiKey",
    wants: ({ form }, output) =>
      output === undefined
        ? []
        : [{ id: output.keyId, after: told(form, output.prefix), name: form.name, secretSet: true }],
    read: readKey,
  }),
  rule(deskRequests.revokeApiKey, {
    kind: "apiKey",
    wants: ({ keyId }) => [{ id: keyId, after: null }],
    read: readKey,
  }),
];
