import type { DeskOutput } from "@patchbay/protocol";
import { useEffect } from "react";
import { create } from "zustand";
import { ask } from "../../state/actions.js";
import { useDesk } from "../../state/store.js";

/** The lists of Set-up as last read. They are whole and small, so each change reads its list again. */
interface SetupData {
  readonly numbers: DeskOutput<"setupNumbers">["numbers"] | null;
  readonly scenarios: DeskOutput<"setupScenarios">["scenarios"] | null;
  readonly prompts: DeskOutput<"setupPrompts">["prompts"] | null;
  /** A voice is set up that says texts; read with the prompts. */
  readonly speech: boolean;
  /** Of recordings, one a service. */
  readonly rules: DeskOutput<"setupRecording">["rules"] | null;
  /** Of messaging entries: what each hides. */
  readonly entries: DeskOutput<"setupMasking">["entries"] | null;
  /** What follows the chats of each service. */
  readonly afterChats: DeskOutput<"setupAfterChat">["afterChats"] | null;
  /** Of services: what each shows of other systems. */
  readonly services: DeskOutput<"setupScreenPops">["services"] | null;
  /** Messaging entries whole. */
  readonly chatEntries: DeskOutput<"setupChatEntries">["chatEntries"] | null;
  /** Ids of entries that are taken; read with the messaging entries. */
  readonly taken: readonly string[];
  /** Services whole, with what names them. */
  readonly serviceRows: DeskOutput<"setupServices">["services"] | null;
  readonly skills: DeskOutput<"setupSkills">["skills"] | null;
  readonly users: DeskOutput<"setupUsers">["users"] | null;
  readonly teams: DeskOutput<"setupTeams">["teams"] | null;
  readonly roles: DeskOutput<"setupRoles">["roles"] | null;
  readonly schedules: DeskOutput<"setupSchedules">["schedules"] | null;
  readonly reasons: DeskOutput<"setupReasons">["reasons"] | null;
  /** Of programs. */
  readonly keys: DeskOutput<"setupApiKeys">["keys"] | null;
  /** Why a list could not be read; `null`: it was, or is being read. */
  readonly failed: string | null;
}
type ListName = Exclude<keyof SetupData, "failed" | "speech" | "taken">;

const empty: SetupData = {
  numbers: null,
  scenarios: null,
  prompts: null,
  speech: false,
  rules: null,
  entries: null,
  services: null,
  afterChats: null,
  chatEntries: null,
  taken: [],
  serviceRows: null,
  skills: null,
  users: null,
  teams: null,
  roles: null,
  schedules: null,
  reasons: null,
  keys: null,
  failed: null,
};
export const useSetupData = create<SetupData>(() => empty);

const requests = {
  numbers: "setupNumbers",
  scenarios: "setupScenarios",
  prompts: "setupPrompts",
  rules: "setupRecording",
  entries: "setupMasking",
  services: "setupScreenPops",
  afterChats: "setupAfterChat",
  chatEntries: "setupChatEntries",
  serviceRows: "setupServices",
  skills: "setupSkills",
  users: "setupUsers",
  teams: "setupTeams",
  roles: "setupRoles",
  schedules: "setupSchedules",
  reasons: "setupReasons",
  keys: "setupApiKeys",
} as const;

/** Two requests call their list `services`: the answer of one is kept under another name. */
function listOf(name: ListName, output: object): Partial<SetupData> {
  if (name !== "serviceRows") return output;
  return { serviceRows: (output as DeskOutput<"setupServices">).services };
}

export async function readLists(...names: readonly ListName[]): Promise<void> {
  await Promise.all(
    names.map(async (name) => {
      const answer = await ask(requests[name], {});
      if (answer.ok) useSetupData.setState({ ...listOf(name, answer.output), failed: null });
      else useSetupData.setState({ failed: answer.error.code });
    }),
  );
}

/** Reads lists when they are first shown, after the connection was away, and when the window comes back to the front. */
export function useLists(...names: readonly ListName[]): SetupData {
  const data = useSetupData();
  const live = useDesk((state) => state.link.status === "live");
  const wanted = names.join();
  useEffect(() => {
    if (!live || wanted === "") return;
    const read = (): void => void readLists(...(wanted.split(",") as ListName[]));
    read();
    window.addEventListener("focus", read);
    return () => window.removeEventListener("focus", read);
  }, [live, wanted]);
  return data;
}

/** Nothing of one administrator's lists is shown to the next. */
export function forgetLists(): void {
  useSetupData.setState(empty);
}
