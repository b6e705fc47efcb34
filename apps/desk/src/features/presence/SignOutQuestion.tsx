import { Modal } from "@mantine/core";
import type { Day, InteractionView } from "@patchbay/protocol";
import { useEffect, useState } from "react";
import { select } from "../../state/actions.js";
import { useDesk } from "../../state/store.js";
import { useUndelivered } from "../../state/undelivered.js";
import { useWords } from "../../words/words.js";
import { DayFigures } from "../settings/day/DayFigures.js";
import { readDay } from "../settings/day/day.js";
import { useSigningOut } from "./sign-out.js";
import { useLeave } from "./use-sign-out.js";

/** What is still in hand, what becomes of it, and how the day was. */
export function SignOutQuestion() {
  const t = useWords();
  const leave = useLeave();
  const interactions = useDesk((state) => state.data?.interactions);
  const undelivered = useUndelivered((state) => state.undelivered);
  const [day, setDay] = useState<Day | null>(null);
  useEffect(() => {
    void readDay().then((answer) => answer.ok && setDay(answer.result));
  }, []);
  const inHand = [...(interactions?.values() ?? [])].filter(({ phase }) => phase !== "monitoring");
  const stay = (): void => useSigningOut.setState({ isAsking: false });
  const lookAt = (interactionId: string): void => {
    stay();
    useDesk.setState({ room: "conversations" });
    select({ kind: "interaction", id: interactionId });
  };
  return (
    <Modal
      opened
      onClose={stay}
      title={t("account.leaving.title")}
      closeButtonProps={{ "aria-label": t("setup.close") }}
      size="md"
      centered
    >
      <div className="setup-question">
        {inHand.length > 0 && (
          <ul className="sign-out-list" aria-label={t("account.leaving.inHand")}>
            {inHand.map((view) => (
              <li key={view.interactionId}>
                <span>
                  <b className="strong">{view.contact.name}</b>
                  <br />
                  <span className="small mute">{t(`account.leaving.becomes.${becomes(view)}`)}</span>
                </span>
                <button type="button" className="btn sm" onClick={() => lookAt(view.interactionId)}>
                  {t("account.leaving.look")}
                </button>
              </li>
            ))}
          </ul>
        )}
        {undelivered.length > 0 && (
          <ul className="sign-out-list" aria-label={t("account.leaving.undelivered")}>
            {undelivered.map(({ id, customer, text }) => (
              <li key={id}>
                <span className="clip">
                  <b className="strong">{t("account.leaving.notDelivered", { customer })}</b>
                  <br />
                  <span className="small mute">{text}</span>
                </span>
              </li>
            ))}
          </ul>
        )}
        <p className="hint">{t(inHand.length > 0 ? "account.leaving.how" : "account.leaving.howWords")}</p>
        {day !== null && <DayFigures day={day} />}
        <div className="acts">
          <button type="button" className="btn" data-autofocus onClick={stay}>
            {t("signOut.stay")}
          </button>
          <button type="button" className="btn primary" onClick={leave}>
            {t(inHand.length > 0 ? "signOut.later" : "rail.signOut")}
          </button>
        </div>
      </div>
    </Modal>
  );
}

const becomes = ({ phase, channel }: InteractionView): "wrapUp" | "call" | "chat" =>
  phase === "wrap_up" ? "wrapUp" : channel === "voice" ? "call" : "chat";
