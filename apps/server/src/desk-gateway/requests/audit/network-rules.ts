import { deskRequests } from "@patchbay/protocol";
import { type AuditRule, type ReadList, request, rule, type Subject } from "./audit-rule.js";

/** The dial plan and the doors are one thing each. */
const ONLY = "all";

const revisionNow = async (list: ReadList): Promise<number> =>
  (await list(deskRequests.network, {})).revision;

async function readTrunk(id: string, list: ReadList): Promise<Subject | null> {
  const row = (await list(deskRequests.network, {})).trunks.find(({ trunkId }) => trunkId === id);
  return row === undefined ? null : { name: row.trunk.name, form: row.trunk };
}

/** A trunk that comes back has no password: it is kept nowhere else. */
const restoreTrunk: AuditRule["restore"] = async (trunkId, wanted, now, list) => {
  const revision = await revisionNow(list);
  return wanted === null
    ? request(deskRequests.removeTrunk, { revision, trunkId })
    : request(deskRequests.saveTrunk, {
        revision,
        trunkId: now === null ? null : trunkId,
        trunk: wanted as never,
      });
};

async function readAccount(id: string, list: ReadList): Promise<Subject | null> {
  const row = (await list(deskRequests.network, {})).accounts.find(({ user }) => user === id);
  return row === undefined ? null : { name: row.user, form: row.account };
}

/** A desk phone's account must have a password, so a removed one is made by hand. */
const restoreAccount: AuditRule["restore"] = async (user, wanted, _now, list) => {
  const revision = await revisionNow(list);
  if (wanted === null) return request(deskRequests.removeAccount, { revision, user });
  return request(deskRequests.saveAccount, { revision, user, isNew: false, account: wanted as never });
};

const restoreDoNotCall: AuditRule["restore"] = (number, wanted) =>
  wanted === null
    ? request(deskRequests.removeDoNotCall, { number })
    : request(deskRequests.addDoNotCall, wanted as never);

/** The telephone network: tables alone know it. */
export const networkRules: readonly AuditRule[] = [
  rule(deskRequests.saveTrunk, {
    kind: "trunk",
    wants: ({ trunkId, trunk, password }, output) => [
      { id: output?.trunkId ?? trunkId ?? "", after: trunk, secretSet: password !== undefined },
    ],
    read: readTrunk,
    restore: restoreTrunk,
  }),
  rule(deskRequests.removeTrunk, {
    kind: "trunk",
    wants: ({ trunkId }) => [{ id: trunkId, after: null }],
    read: readTrunk,
    restore: restoreTrunk,
  }),
  rule(deskRequests.saveAccount, {
    kind: "deskPhone",
    wants: ({ user, account, password }) => [
      { id: user, after: account, name: user, secretSet: password !== undefined },
    ],
    read: readAccount,
    restore: restoreAccount,
    mayRestore: ({ after }) => after !== null,
  }),
  rule(deskRequests.removeAccount, {
    kind: "deskPhone",
    wants: ({ user }) => [{ id: user, after: null }],
    read: readAccount,
    restore: restoreAccount,
    mayRestore: ({ after }) => after !== null,
  }),
  rule(deskRequests.saveDialPlan, {
    kind: "dialPlan",
    wants: ({ plan }) => [{ id: ONLY, after: plan, name: "" }],
    read: async (_id, list) => ({ name: "", form: (await list(deskRequests.network, {})).plan }),
    restore: async (_id, wanted, _now, list) =>
      request(deskRequests.saveDialPlan, { revision: await revisionNow(list), plan: wanted as never }),
  }),
  rule(deskRequests.saveNetworkDoors, {
    kind: "networkDoors",
    wants: ({ doors }) => [{ id: ONLY, after: doors, name: "" }],
    read: async (_id, list) => ({ name: "", form: (await list(deskRequests.network, {})).doors }),
    restore: async (_id, wanted, _now, list) =>
      request(deskRequests.saveNetworkDoors, { revision: await revisionNow(list), doors: wanted as never }),
  }),
  rule(deskRequests.addDoNotCall, {
    kind: "doNotCall",
    wants: ({ number, reason }, output) => [
      { id: output?.number ?? "", after: { number: output?.number ?? number, reason }, name: number },
    ],
    read: readDoNotCall,
    restore: restoreDoNotCall,
    mayRestore: ({ subjectId }) => subjectId !== ONLY,
  }),
  rule(deskRequests.removeDoNotCall, {
    kind: "doNotCall",
    wants: ({ number }) => [{ id: number, after: null }],
    read: readDoNotCall,
    restore: restoreDoNotCall,
  }),
  // A file of many numbers: told by how many.
  rule(deskRequests.importDoNotCall, {
    kind: "doNotCall",
    wants: (_input, output) =>
      output === undefined
        ? []
        : [{ id: ONLY, after: { added: output.added, known: output.known }, name: "" }],
    read: async () => null,
  }),
];

async function readDoNotCall(id: string, list: ReadList): Promise<Subject | null> {
  const asked = deskRequests.doNotCall.input.safeParse({ search: id, after: null, limit: 50 });
  // Longer than any number that could be on it.
  if (!asked.success) return null;
  const { rows } = await list(deskRequests.doNotCall, asked.data);
  const row = rows.find(({ number }) => number === id);
  return row === undefined ? null : { name: row.number, form: { number: row.number, reason: row.reason } };
}
