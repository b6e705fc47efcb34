import { Menu } from "@mantine/core";
import type { NextPresenceView } from "@patchbay/protocol";
import { IconChevronDown, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useKeyHint } from "../../keys/keymap.js";
import { PanelHelp } from "../../parts/help/PanelHelp.js";
import { clockText, useNow } from "../../parts/time.js";
import { useWaiting } from "../../parts/use-waiting.js";
import { clearNext, setPresence, toastError } from "../../state/actions.js";
import { useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { StateIcon } from "./StateIcon.js";
import { nextName, stateView, toneOf } from "./state-view.js";
import { useSignOut } from "./use-sign-out.js";
import "./presence.css";

/** The largest control of the desk: what the agent is, since when, and what comes next. */
export function StateControl({
  opened,
  onChange,
}: {
  readonly opened: boolean;
  readonly onChange: (opened: boolean) => void;
}) {
  const t = useWords();
  const now = useNow();
  const self = useDesk((state) => state.data?.self ?? null);
  const reasons = useDesk((state) => state.data?.reasons);
  const roles = useDesk((state) => state.data?.user.roles);
  const roster = useDesk((state) => state.data?.roster);
  const offered = useDesk(
    ({ data }) => [...(data?.offers.values() ?? [])].filter(({ channel }) => channel === "chat").length,
  );
  const signOut = useSignOut();
  const hint = useKeyHint("state");
  const [wanted, setWanted] = useState<string | null>(null);
  const [waiting, run] = useWaiting();
  if (self === null || !reasons || !roles) return null;
  const shown = stateView(self, reasons, now, (id) => roster?.get(id)?.name ?? id, offered);
  const time = clockText(now - self.wordSince);

  const view = waiting && wanted !== null ? { ...shown, why: t("state.changing", { what: wanted }) } : shown;

  const choose = (presence: NextPresenceView): void => {
    setWanted(nextName(presence, reasons));
    run(async () => {
      const answer = await setPresence(presence);
      if (!answer.ok) toastError(answer.error);
    });
  };

  return (
    <section className={`state ${toneOf(view.kind)}`} aria-label={t("state.label")}>
      <Menu
        opened={opened}
        onChange={onChange}
        position="bottom-start"
        offset={4}
        width={280}
        withinPortal
        trapFocus
      >
        <Menu.Target>
          <button
            type="button"
            className="state-now"
            title={hint.after(t("state.menu"))}
            aria-keyshortcuts={hint.aria}
            aria-label={t("state.change", { word: view.word, why: view.why, time })}
          >
            <span className="mark">
              <StateIcon kind={view.kind} reasonIcon={view.reasonIcon} size={22} />
            </span>
            <span>
              <span className="word">{view.word}</span>
              <span className="why">{view.why}</span>
            </span>
            <span className="since num">{time}</span>
            <IconChevronDown size={16} stroke={1.7} aria-hidden="true" />
          </button>
        </Menu.Target>
        <Menu.Dropdown className="menu" aria-label={t("state.menu")}>
          {roles.includes("agent") && (
            <Choice
              kind="ready"
              icon={null}
              text={t("state.ready")}
              onClick={() => choose({ kind: "ready" })}
            />
          )}
          {roles.some((role) => role !== "agent") && (
            <Choice
              kind="supervising"
              icon={null}
              text={t("state.supervising")}
              onClick={() => choose({ kind: "supervising" })}
            />
          )}
          <hr />
          {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is no part of a menu */}
          <div role="group" aria-label={t("state.not_ready")}>
            <div className="head" aria-hidden="true">
              {t("state.not_ready")}
            </div>
            {reasons
              .filter(({ kind }) => kind === "agent")
              .map(({ reasonId, name, icon }) => (
                <Choice
                  key={reasonId}
                  kind="not_ready"
                  icon={icon}
                  text={name}
                  onClick={() => choose({ kind: "not_ready", reason: reasonId })}
                />
              ))}
          </div>
          <hr />
          <Choice kind="logged_out" icon={null} text={t("state.logged_out")} onClick={signOut} />
        </Menu.Dropdown>
      </Menu>
      <PanelHelp panel="state" />
      {self.next !== null && (
        <div className="state-next">
          <span>{t("state.next")}</span>
          <b>
            <StateIcon kind={self.next.kind} reasonIcon={iconOfReason(self.next, reasons)} size={16} />
            {nextName(self.next, reasons)}
          </b>
          <span className="grow">{t("state.whenDone")}</span>
          <button
            type="button"
            className="btn quiet icon sm"
            aria-label={t("state.clearNext")}
            onClick={() => void clearNext()}
          >
            <IconX size={14} stroke={1.8} aria-hidden="true" />
          </button>
        </div>
      )}
    </section>
  );
}

function iconOfReason(
  next: NextPresenceView,
  reasons: readonly { readonly reasonId: string; readonly icon: string }[],
): string | null {
  if (next.kind !== "not_ready") return null;
  return reasons.find(({ reasonId }) => reasonId === next.reason)?.icon ?? null;
}

function Choice({
  kind,
  icon,
  text,
  onClick,
}: {
  readonly kind: string;
  readonly icon: string | null;
  readonly text: string;
  readonly onClick: () => void;
}) {
  return (
    <Menu.Item
      component="button"
      type="button"
      className={`item ${toneOf(kind)}`}
      onClick={onClick}
      leftSection={
        <span className="i-box">
          <StateIcon kind={kind} reasonIcon={icon} size={16} />
        </span>
      }
    >
      {text}
    </Menu.Item>
  );
}
