import { Menu } from "@mantine/core";
import type { FollowUpView } from "@patchbay/protocol";
import {
  IconAlarmSnooze,
  IconArrowBackUp,
  IconCheck,
  IconDots,
  IconHistory,
  IconPencil,
  IconTrash,
} from "@tabler/icons-react";
import { type ReactNode, useId } from "react";
import { toast } from "../../state/actions.js";
import { serverNow, useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { CallFace } from "../directory/RowButtons.js";
import { lineToUse, placeCall } from "../phone/place-call.js";
import { useCallAbility } from "../phone/use-phone-facts.js";
import { draftOf } from "./draft.js";
import { keyOfEdit, openDraft } from "./drafts-store.js";
import { dueText, snoozedUntil, snoozes } from "./due.js";
import { deleteFollowUp, finishFollowUp, seeReminder, snoozeFollowUp } from "./follow-ups-store.js";

/** Calls the customer; whoever is called needs no reminder any more. */
export function CallNow({
  followUp,
  className,
  words,
}: {
  readonly followUp: FollowUpView;
  readonly className: string;
  readonly words: string;
}) {
  const t = useWords();
  const id = useId();
  const me = useDesk((state) => state.data?.user.agentId);
  const { why, lines } = useCallAbility();
  const { number, contact } = followUp;
  const whyNot = number === null ? t("phone.cannot.noNumber") : why;
  const call = async (): Promise<void> => {
    if (number === null || whyNot !== null) return;
    const refusal = await placeCall(lineToUse(lines), number.raw, null);
    if (refusal !== null) toast(refusal, { tone: "error" });
    else if (followUp.reminds && followUp.dueAt <= serverNow() && followUp.assignee.agentId === me)
      await seeReminder(followUp);
  };
  return (
    <>
      <button
        type="button"
        className={className}
        aria-label={t("directory.callName", { name: contact.name })}
        aria-disabled={whyNot !== null}
        aria-describedby={whyNot === null ? undefined : id}
        title={whyNot ?? number?.display}
        onClick={() => void call()}
      >
        <CallFace>{words}</CallFace>
      </button>
      {whyNot !== null && (
        <span id={id} hidden>
          {whyNot}
        </span>
      )}
    </>
  );
}

export function DoneButton({
  followUp,
  className = "btn icon quiet sm",
  children,
}: {
  readonly followUp: FollowUpView;
  readonly className?: string;
  readonly children?: ReactNode;
}) {
  const t = useWords();
  const isDone = followUp.doneAt !== null;
  const Icon = isDone ? IconArrowBackUp : IconCheck;
  const words = t(isDone ? "followUps.reopenName" : "followUps.doneName", { name: followUp.contact.name });
  return (
    <button
      type="button"
      className={className}
      aria-label={words}
      title={words}
      onClick={() => void finishFollowUp(followUp, !isDone)}
    >
      <Icon size={16} stroke={1.8} aria-hidden="true" />
      {children}
    </button>
  );
}

/** Puts it off: for ten minutes, an hour, until tomorrow morning. */
export function SnoozeButton({
  followUp,
  className = "btn icon quiet sm",
  children,
}: {
  readonly followUp: FollowUpView;
  readonly className?: string;
  readonly children?: ReactNode;
}) {
  const t = useWords();
  const words = t("followUps.snoozeName", { name: followUp.contact.name });
  return (
    <Menu position="bottom-end" offset={4} width={264} withinPortal trapFocus>
      <Menu.Target>
        <button type="button" className={className} aria-label={words} title={words}>
          <IconAlarmSnooze size={16} stroke={1.7} aria-hidden="true" />
          {children}
        </button>
      </Menu.Target>
      <Menu.Dropdown className="menu" aria-label={words}>
        {snoozes.map((one) => (
          <Menu.Item
            key={one}
            component="button"
            type="button"
            className="item"
            leftSection={
              <span className="i-box">
                <IconAlarmSnooze size={16} stroke={1.7} aria-hidden="true" />
              </span>
            }
            rightSection={
              <span className="mute num fu-until">
                {dueText(t, snoozedUntil(one, serverNow()), serverNow())}
              </span>
            }
            onClick={() => void snoozeFollowUp(followUp, snoozedUntil(one, serverNow()))}
          >
            {t(`followUps.snoozes.${one}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Changing, its history, deleting. */
export function MoreButton({
  followUp,
  onHistory,
}: {
  readonly followUp: FollowUpView;
  /** Absent: its history is in sight already. */
  readonly onHistory?: () => void;
}) {
  const t = useWords();
  const { followUpId, contact, mayChange } = followUp;
  const label = t("followUps.more", { name: contact.name });
  const item = (icon: ReactNode, words: string, act: () => void) => (
    <Menu.Item
      component="button"
      type="button"
      className="item"
      leftSection={<span className="i-box">{icon}</span>}
      onClick={act}
    >
      {t(`followUps.${words}`)}
    </Menu.Item>
  );
  return (
    <Menu position="bottom-end" offset={4} width={220} withinPortal trapFocus>
      <Menu.Target>
        <button type="button" className="btn icon quiet sm" aria-label={label} title={label}>
          <IconDots size={16} stroke={1.8} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown className="menu" aria-label={label}>
        {onHistory !== undefined &&
          item(<IconHistory size={16} stroke={1.7} aria-hidden="true" />, "history", onHistory)}
        {mayChange &&
          followUp.doneAt === null &&
          item(<IconPencil size={16} stroke={1.7} aria-hidden="true" />, "edit", () =>
            openDraft(keyOfEdit(followUpId), draftOf(followUp)),
          )}
        {mayChange &&
          item(<IconTrash size={16} stroke={1.7} aria-hidden="true" />, "delete", () => {
            void deleteFollowUp(followUp);
          })}
      </Menu.Dropdown>
    </Menu>
  );
}
