import type { RosterView } from "@patchbay/protocol";
import { useMemo } from "react";
import { useDesk } from "../../state/store.js";
import { teamsOf, watchedAgents } from "./agent-list.js";

/** Those whose work this user supervises. */
export function useWatched(): readonly RosterView[] {
  const roster = useDesk((state) => state.data?.roster);
  const user = useDesk((state) => state.data?.user);
  return useMemo(
    () => (roster === undefined || user === undefined ? [] : watchedAgents(roster.values(), user)),
    [roster, user],
  );
}

/** The names of the teams that this user supervises; `null`: all teams. */
export function useWatchedTeams(): readonly string[] | null {
  const roster = useDesk((state) => state.data?.roster);
  const supervises = useDesk((state) => state.data?.user.supervises);
  return useMemo(() => {
    if (supervises === undefined || supervises === "all") return null;
    const known = teamsOf(roster?.values() ?? []);
    return known.filter(({ teamId }) => supervises.includes(teamId)).map(({ name }) => name);
  }, [roster, supervises]);
}
