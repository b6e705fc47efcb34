import { deskRequests, routesFor, type TriedNumber } from "@patchbay/protocol";
import { cleanText, cutText } from "../../../center/plain-text.js";
import { countries, listedNumber, REASON_MAX, readDoNotCallFile } from "../../../dial-plan/index.js";
import type { DoNotCallEntry, NetworkOutcome, TriedCall } from "../../../network/index.js";
import type { Fault, Prepared, RequestRoom, Responder } from "../respond.js";
import { responder } from "../respond.js";

/** Lines of a file that are told by their number; more are only counted. */
const UNREADABLE_TOLD_MAX = 100;

/** Answered by the tables and not by the journal: a network is content. */
const stored = <Output>(
  run: () => Promise<{ readonly output: Output } | { readonly fault: Fault }>,
): Prepared<Output> => ({
  ask: run,
});

const changed = (run: () => Promise<NetworkOutcome>): Prepared<{ revision: number }> =>
  stored(async () => {
    const outcome = await run();
    return outcome.ok ? { output: { revision: outcome.revision } } : faultOf(outcome);
  });

function faultOf({ code, facts }: Extract<NetworkOutcome, { ok: false }>): { readonly fault: Fault } {
  return { fault: facts === undefined ? { code } : { code, facts } };
}

const nameOf = ({ handle }: RequestRoom, agentId: string): string => {
  const user = handle.words().users.get(agentId);
  return user === undefined ? agentId : `${user.firstName} ${user.lastName}`.trim();
};

/** Teams that have a name or somebody in them. */
function teamsOf(room: RequestRoom): { teamId: string; name: string; members: string[] }[] {
  const { handle } = room;
  const names = handle.words().teams;
  const members = new Map<string, string[]>([...names.keys()].map((teamId) => [teamId, []]));
  for (const { id, teamId, enabled } of handle.center.state.configuration.users.values()) {
    if (teamId === null || !enabled) continue;
    members.set(teamId, [...(members.get(teamId) ?? []), nameOf(room, id)]);
  }
  return [...members]
    .map(([teamId, people]) => ({
      teamId,
      name: names.get(teamId)?.name ?? teamId,
      members: people.sort((a, b) => a.localeCompare(b, "en")),
    }))
    .sort((a, b) => a.name.localeCompare(b.name, "en"));
}

const settings: readonly Responder[] = [
  responder(deskRequests.network, (_input, _asker, room) => ({
    query: async () => {
      const { network } = room;
      const byName = (changedBy: string | null): string | null =>
        changedBy === null ? null : nameOf(room, changedBy);
      return {
        revision: network.revision,
        trunks: network.trunks.map(({ changedBy, ...trunk }) => ({ ...trunk, changedBy: byName(changedBy) })),
        accounts: network.accounts.map(({ user, account, changedAt, changedBy }) => ({
          user,
          account,
          changedAt,
          changedBy: byName(changedBy),
        })),
        plan: network.plan,
        doors: network.doors,
        countries: countries.map((one) => ({ ...one, lengths: [...one.lengths] })),
        teams: teamsOf(room),
        registrar: network.registrar,
      };
    },
  })),
  responder(deskRequests.saveTrunk, ({ revision, trunkId, trunk, password }, { agentId }, { network }) =>
    stored(async () => {
      const outcome = await network.saveTrunk(revision, trunkId, trunk, password, agentId);
      if (!outcome.ok) return faultOf(outcome);
      return { output: { revision: outcome.revision, trunkId: outcome.trunkId ?? trunkId ?? "" } };
    }),
  ),
  responder(deskRequests.removeTrunk, ({ revision, trunkId }, { agentId }, { network }) =>
    changed(() => network.removeTrunk(revision, trunkId, agentId)),
  ),
  responder(deskRequests.saveAccount, (input, { agentId }, { network }) => {
    const { revision, user, isNew, account, password } = input;
    return changed(() => network.saveAccount(revision, user, isNew, account, password, agentId));
  }),
  responder(deskRequests.removeAccount, ({ revision, user }, { agentId }, { network }) =>
    changed(() => network.removeAccount(revision, user, agentId)),
  ),
  responder(deskRequests.saveDialPlan, ({ revision, plan }, { agentId }, { network }) =>
    changed(() => network.savePlan(revision, plan, agentId)),
  ),
  responder(deskRequests.saveNetworkDoors, ({ revision, doors }, { agentId }, { network }) =>
    changed(() => network.saveDoors(revision, doors, agentId)),
  ),
];

const live: readonly Responder[] = [
  responder(deskRequests.networkStates, (_input, _asker, { voice }) =>
    stored(async () => {
      const bans = await voice.network.bans();
      const { network } = voice;
      // Without a voice process there is nothing to tell, and that is no mistake of the question.
      const { bans: list, count } = bans.ok ? bans.result : { bans: [], count: 0 };
      return {
        output: {
          trunks: [...network.trunks()],
          registrations: [...network.registrations()],
          bans: list,
          bansCount: count,
        },
      };
    }),
  ),
  responder(deskRequests.unbanSource, ({ address }, _asker, { voice }) =>
    stored(async () => {
      const outcome = await voice.network.unban(address);
      return outcome.ok ? { output: {} } : { fault: { code: outcome.code } };
    }),
  ),
  responder(deskRequests.tryNumber, ({ number, entryId, agentId }, asker, room) => ({
    query: async () =>
      triedView(
        room,
        await room.network.tryCall({ agentId: agentId ?? asker.agentId, entryId, typed: number }),
      ),
  })),
];

function triedView(room: RequestRoom, tried: TriedCall): TriedNumber {
  const { refused, number, rule, numberClass, restriction, doNotCall, entryId, callerId } = tried;
  const down = new Set(
    room.voice.network.trunks().flatMap(({ trunkId, state }) => (state === "failed" ? [trunkId] : [])),
  );
  // In the order in which the voice process tries them now.
  const trunks = tried.routes.map(({ trunk }) => trunk);
  const ordered = routesFor(number ?? "", trunks, ({ trunkId }) => down.has(trunkId));
  return {
    refused,
    number,
    rule,
    numberClass: numberClass && { name: numberClass.name, kind: numberClass.kind },
    restriction,
    doNotCall: doNotCall && {
      reason: doNotCall.reason,
      addedBy: nameOf(room, doNotCall.addedBy),
      since: doNotCall.since,
    },
    line:
      entryId === null
        ? null
        : {
            entryId,
            name: room.handle.words().entries.get(entryId)?.name ?? entryId,
            callerId: callerId ?? "",
          },
    routes: ordered.flatMap(({ trunkId, name }) => {
      const route = tried.routes.find(({ trunk }) => trunk.trunkId === trunkId);
      return route === undefined
        ? []
        : [{ trunkId, name, to: route.to, from: route.from, down: down.has(trunkId) }];
    }),
  };
}

const doNotCall: readonly Responder[] = [
  responder(deskRequests.doNotCall, ({ search, after, limit }, _asker, room) => ({
    query: async () => {
      const digits = search.replace(/[^0-9+*#]/g, "");
      const { rows, more, count } = await room.network.doNotCall.doNotCallList({
        search: digits,
        after,
        limit,
      });
      return { rows: rows.map((row) => ({ ...row, addedBy: nameOf(room, row.addedBy) })), more, count };
    },
  })),
  responder(deskRequests.addDoNotCall, ({ number: typed, reason }, { agentId }, room) => {
    const number = listedNumber(typed, room.network.country);
    if (number === undefined)
      return { fault: { code: "invalid_args", facts: { path: "number", problem: "is no number" } } };
    const row = { number, reason: cutText(cleanText(reason), REASON_MAX), ...by(room, agentId) };
    return stored(async () => {
      await room.network.doNotCall.addDoNotCall([row]);
      return { output: { number } };
    });
  }),
  responder(deskRequests.removeDoNotCall, ({ number }, _asker, { network }) =>
    stored(async () => {
      await network.doNotCall.removeDoNotCall(listedNumber(number, network.country) ?? number);
      return { output: {} };
    }),
  ),
  responder(deskRequests.importDoNotCall, ({ text }, { agentId }, room) => {
    const { rows, unreadable } = readDoNotCallFile(text, room.network.country);
    const entries: DoNotCallEntry[] = rows.map((row) => ({ ...row, ...by(room, agentId) }));
    const once = new Set(rows.map(({ number }) => number)).size;
    return stored(async () => {
      const added = await room.network.doNotCall.addDoNotCall(entries);
      return {
        output: {
          added,
          known: once - added,
          unreadable: unreadable.slice(0, UNREADABLE_TOLD_MAX),
          unreadableCount: unreadable.length,
        },
      };
    });
  }),
];

const by = ({ handle }: RequestRoom, agentId: string) => ({ addedBy: agentId, since: handle.clock.now() });

/** The network's part of the room Set-up (packages/protocol/src/desk/setup-network.ts). */
export const networkRequests: readonly Responder[] = [...settings, ...live, ...doNotCall];
