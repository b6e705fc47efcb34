import type { TrunkState } from "@patchbay/protocol";
import { word } from "../../../../words/words.js";
import { whenText } from "../../parts/when.js";
import type { StateTone } from "../parts/StateChip.js";

export interface TrunkWords {
  readonly tone: StateTone;
  /** One word or two. */
  readonly state: string;
  /** Since when, until when, or why not: a sentence. `null`: there is nothing more to say. */
  readonly detail: string | null;
}

/** How a trunk does, in plain words. @param state `undefined`: nobody has said yet, as without a voice process. */
export function trunkWords(state: TrunkState | undefined): TrunkWords {
  if (state === undefined) return { tone: "off", state: word("network.state.unknown"), detail: null };
  switch (state.state) {
    case "off":
      return { tone: "off", state: word("network.state.off"), detail: null };
    case "trying":
      return { tone: "trying", state: word("network.state.trying"), detail: null };
    case "ready":
      return { tone: "ready", state: word("network.state.ready"), detail: answered(state) };
    case "registered":
      return {
        tone: "ready",
        state: word("network.state.registered"),
        detail:
          state.registeredUntil === null
            ? null
            : word("network.state.until", { when: whenText(state.registeredUntil) }),
      };
    case "failed":
      return {
        tone: "failed",
        state: word("network.state.failed"),
        detail: word("network.state.since", { when: whenText(state.since), why: problemText(state.problem) }),
      };
  }
}

function answered({ options }: TrunkState): string | null {
  if (options === null) return null;
  return word("network.state.asked", { when: whenText(options.at) });
}

function problemText(problem: TrunkState["problem"]): string {
  if (problem === null) return word("network.trunkProblem.timeout");
  const { code, status, reason } = problem;
  const said = [status, reason].filter((part) => part !== null).join(" ");
  return word(`network.trunkProblem.${code}`, { said: said === "" ? "" : ` (${said})` });
}
