import type { FollowUpView } from "@patchbay/protocol";
import { IconAlarm, IconX } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useNow } from "../../parts/time.js";
import { useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { notify, soundOf } from "../attention/index.js";
import { customersTime, whenOf } from "./about.js";
import { CallNow, DoneButton, SnoozeButton } from "./FollowUpActs.js";
import { filterFollowUps, seeReminder, useFollowUps } from "./follow-ups-store.js";
import "./follow-ups.css";

/** More than these at once are told as a number. */
const SHOWN_MAX = 2;

/** Whether something reminds at this tab: the leader's of the seat, and no other one. */
export const useReminds = (): boolean => {
  const leader = useDesk((state) => state.leader);
  const count = useFollowUps((state) => state.reminding.length);
  return leader && count > 0;
};

/**
 * What the agent is to do now, and what was missed while nobody sat here. It stays until somebody has seen to it, comes
 * once for each time, and takes the focus from nobody.
 */
export function Reminders() {
  const t = useWords();
  const leader = useDesk((state) => state.leader);
  const reminding = useFollowUps((state) => state.reminding);
  const shown = leader ? reminding.slice(0, SHOWN_MAX) : [];
  useNotification(leader ? reminding : []);
  const rest = leader ? reminding.length - shown.length : 0;
  return (
    <div className="fu-reminders" role="status">
      {shown.map((followUp) => (
        <Reminder key={followUp.followUpId} followUp={followUp} />
      ))}
      {rest > 0 && (
        <button
          type="button"
          className="text-button small"
          onClick={() => {
            filterFollowUps("mine");
            window.dispatchEvent(new CustomEvent("patchbay:calls-tab", { detail: "followUps" }));
            useDesk.setState({ room: "calls" });
          }}
        >
          {t("followUps.reminder.more", { count: rest })}
        </button>
      )}
    </div>
  );
}

function Reminder({ followUp }: { readonly followUp: FollowUpView }) {
  const t = useWords();
  const now = useNow();
  const { contact, kind, note, number, caseNumber } = followUp;
  const there = customersTime(t, followUp);
  return (
    <section className="fu-reminder" aria-label={t("followUps.reminder.label", { name: contact.name })}>
      <div className="fu-head">
        <IconAlarm size={18} stroke={1.6} aria-hidden="true" />
        <span className="fu-words">
          <b className="strong">{t(`followUps.reminder.${kind}`, { name: contact.name })}</b>
          <span className="small soft num">
            {[
              whenOf(t, followUp, now),
              ...(there === null ? [] : [there]),
              t("context.history.case", { number: caseNumber }),
            ].join(" · ")}
          </span>
        </span>
        <button
          type="button"
          className="btn icon quiet sm"
          aria-label={t("followUps.reminder.dismiss")}
          title={t("followUps.reminder.dismiss")}
          onClick={() => void seeReminder(followUp)}
        >
          <IconX size={14} stroke={1.8} aria-hidden="true" />
        </button>
      </div>
      {note !== "" && <p className="small fu-said">{note}</p>}
      <div className="fu-acts">
        {number !== null && (
          <CallNow followUp={followUp} className="btn go sm" words={t("followUps.reminder.callNow")} />
        )}
        <SnoozeButton followUp={followUp} className="btn sm">
          {t("followUps.reminder.snooze")}
        </SnoozeButton>
        <DoneButton followUp={followUp} className="btn sm">
          {t("followUps.reminder.done")}
        </DoneButton>
      </div>
    </section>
  );
}

/** Once for each time, while nobody looks at the desk and the agent has allowed it. */
function useNotification(reminding: readonly FollowUpView[]): void {
  const t = useWords();
  const told = useRef(new Set<string>());
  useEffect(() => {
    for (const { followUpId, dueAt, contact, kind, note } of reminding) {
      const key = `${followUpId} ${dueAt}`;
      if (told.current.has(key)) continue;
      told.current.add(key);
      soundOf("followUp");
      notify({
        kind: "followUp",
        title: t(`followUps.reminder.${kind}`, { name: contact.name }),
        body: note,
        tag: key,
      });
    }
  }, [reminding, t]);
}
