import { themeChoices } from "@patchbay/look/theme";
import type { NextPresenceView } from "@patchbay/protocol";
import { type DeskActionId, deskActions } from "../../keys/desk-actions.js";
import { keyText } from "../../keys/keymap.js";
import { select, setPresence, toastError } from "../../state/actions.js";
import { changePreferences } from "../../state/preferences.js";
import { type DeskStore, useDesk } from "../../state/store.js";
import { word } from "../../words/words.js";
import { openSendLogs } from "../client-log/index.js";
import { callColleagueOrSay, callOrSay, lineToUse } from "../phone/index.js";
import { openSettings, settingIds } from "../settings/index.js";
import { goTo, sectionsFor } from "../setup/index.js";
import { whyNotNow } from "./why-not.js";

/** Something that can be found and done in the palette. */
export interface Command {
  /** The same thing has the same id tomorrow: by it the palette remembers what was last chosen. */
  readonly id: string;
  readonly title: string;
  /** More about it, smaller. */
  readonly detail: string;
  readonly keys: string;
  readonly group: "now" | "actions" | "state" | "colleagues" | "places" | "looks";
  /** Why it cannot be done now; `null`: it can. */
  readonly why: string | null;
  readonly run: () => void;
}

export interface CommandSources {
  readonly desk: Pick<DeskStore, "data" | "selection">;
  readonly perform: (id: DeskActionId) => void;
  readonly signOut: () => void;
}

/** All that this user can do, or could at another moment. */
export function commandsOf({ desk, perform, signOut }: CommandSources): readonly Command[] {
  const { data } = desk;
  if (data === null) return [];
  return [
    ...ofWork(desk),
    ...ofActions(desk, perform),
    ...(data.self === null ? [] : ofState(data)),
    ...ofColleagues(data),
    ...ofPlaces(data),
    ...themeChoices.map((theme) => ({
      ...plain(`theme ${theme}`, "looks"),
      title: word("palette.theme", { theme: word(`rail.themes.${theme}`) }),
      run: () => changePreferences({ theme }),
    })),
    { ...plain("send logs", "actions"), title: word("clientLog.open"), run: openSendLogs },
    { ...plain("sign out", "state"), title: word("rail.signOut"), run: signOut },
  ];
}

type Data = NonNullable<DeskStore["data"]>;
const plain = (id: string, group: Command["group"]) =>
  ({ id, group, detail: "", keys: "", why: null }) as const;

/** What is in hand, by the customer's name. */
function ofWork({ data, selection }: CommandSources["desk"]): Command[] {
  return [...(data?.interactions.values() ?? [])]
    .filter(({ interactionId }) => interactionId !== selection?.id)
    .map(({ interactionId, contact, serviceName }) => ({
      ...plain(`open ${interactionId}`, "now"),
      title: word("palette.open", { name: contact.name }),
      detail: serviceName,
      run: () => {
        useDesk.setState({ room: "conversations" });
        select({ kind: "interaction", id: interactionId });
      },
    }));
}

/** Groups whose parts are on the page only where conversations are. */
const IN_CONVERSATIONS: ReadonlySet<string> = new Set(["front", "call"]);

function ofActions(desk: CommandSources["desk"], perform: CommandSources["perform"]): Command[] {
  return deskActions.flatMap(({ id, group, words }) => {
    const why = whyNotNow(id, desk);
    if (id === "palette" || why === undefined) return [];
    return {
      id: `do ${id}`,
      group: group === "rooms" ? "places" : "actions",
      title: word(words),
      detail: "",
      keys: keyText(id),
      why: why === null ? null : word(why),
      run: () => {
        if (!IN_CONVERSATIONS.has(group)) {
          perform(id);
          return;
        }
        useDesk.setState({ room: "conversations" });
        // The part that owns it is there once it is drawn.
        window.setTimeout(() => perform(id));
      },
    };
  });
}

function ofState({ user, reasons }: Data): Command[] {
  const states: (readonly [id: string, title: string, presence: NextPresenceView])[] = [];
  if (user.roles.includes("agent")) states.push(["ready", word("state.ready"), { kind: "ready" }]);
  if (user.roles.some((role) => role !== "agent"))
    states.push(["supervising", word("state.supervising"), { kind: "supervising" }]);
  for (const { reasonId, name, kind } of reasons) {
    if (kind !== "agent") continue;
    const title = `${word("state.not_ready")}: ${name}`;
    states.push([`reason ${reasonId}`, title, { kind: "not_ready", reason: reasonId }]);
  }
  return states.map(([id, title, presence]) => ({
    ...plain(id, "state"),
    title,
    run: () => {
      void setPresence(presence).then((answer) => {
        if (!answer.ok) toastError(answer.error);
      });
    },
  }));
}

function ofColleagues({ roster, user, voice }: Data): Command[] {
  if (voice.state === "off") return [];
  return [...roster.values()]
    .filter(({ agentId, extension }) => agentId !== user.agentId && extension !== null)
    .map(({ agentId, name, extension }) => ({
      ...plain(`call ${agentId}`, "colleagues"),
      title: word("palette.call", { name }),
      detail: extension ?? "",
      run: () => void callColleagueOrSay(agentId),
    }));
}

function ofPlaces({ user }: Data): Command[] {
  const mine = settingIds.map((id) => ({
    ...plain(`settings ${id}`, "places"),
    title: `${word("settings.title")}: ${word(`settings.sections.${id}.name`)}`,
    run: () => openSettings(id),
  }));
  return [
    ...mine,
    ...sectionsFor(user.privileges).map(({ id }) => ({
      ...plain(`setup ${id}`, "places"),
      title: `${word("setup.title")}: ${word(`setup.sections.${id}.name`)}`,
      run: () => {
        useDesk.setState({ room: "setup" });
        goTo({ section: id, item: null });
      },
    })),
  ];
}

/** What was typed may itself be whom to call. */
export function numberCommand(typed: string, { voice }: Pick<Data, "voice">): Command | null {
  const number = typed.trim();
  if (voice.state === "off" || !/^\+?[\d\s().-]{3,}$/.test(number)) return null;
  return {
    ...plain("call number", "now"),
    title: word("palette.callNumber", { number }),
    run: () => void callOrSay(lineToUse(voice.lines), number, null),
  };
}
