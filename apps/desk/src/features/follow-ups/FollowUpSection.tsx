import type { ContactView, FollowUpView } from "@patchbay/protocol";
import { IconPhone, IconPlus, IconSquareCheck } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { later } from "../../parts/later.js";
import { useNow } from "../../parts/time.js";
import { useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { peopleOf, whenOf } from "./about.js";
import { keyOfEdit, keyOfNew, useDraft, useDraftsOf } from "./drafts-store.js";
import { DoneButton, MoreButton } from "./FollowUpActs.js";
import { openNewFollowUp } from "./open-new.js";
import "./follow-ups.css";

const FollowUpForm = later(async () => (await import("./FollowUpForm.js")).FollowUpForm);

const NONE: readonly FollowUpView[] = [];

/** What is to be done after this interaction, and one more. */
export function FollowUpSection({
  interactionId,
  contact,
  number,
  followUps = NONE,
  mayAdd,
  isForReading = false,
}: {
  readonly interactionId: string;
  readonly contact: Pick<ContactView, "name" | "phones">;
  /** With which the customer called. */
  readonly number: string | null;
  readonly followUps?: readonly FollowUpView[] | undefined;
  readonly mayAdd: boolean;
  /** Beside the list, where they are changed. */
  readonly isForReading?: boolean;
}) {
  const t = useWords();
  const [asked, setAsked] = useState(false);
  const place = keyOfNew(interactionId);
  const isOpen = useDraft(place) !== undefined;
  const me = useDesk((state) => state.data?.user.agentId ?? "");
  const edited = useDraftsOf(followUps.map(({ followUpId }) => followUpId));
  const button = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(isOpen);
  // The form went away with its buttons: the keyboard goes on where it was opened.
  useEffect(() => {
    if (wasOpen.current && !isOpen && document.activeElement === document.body) button.current?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);
  if (!mayAdd && followUps.length === 0) return null;
  const open = (): void => {
    setAsked(true);
    openNewFollowUp({
      interactionId,
      customer: contact.name,
      numbers: [...(number === null ? [] : [number]), ...contact.phones.map(({ raw }) => raw)],
    });
  };
  return (
    <section className="fu-section" aria-label={t("followUps.title")}>
      {(followUps.length > 0 || isOpen) && <h3 className="fu-title">{t("followUps.title")}</h3>}
      {followUps.length > 0 && (
        <ul className="fu-list">
          {followUps.map((followUp) => (
            <li key={followUp.followUpId}>
              {!isForReading && edited.includes(followUp.followUpId) ? (
                <FollowUpForm place={keyOfEdit(followUp.followUpId)} takesFocus />
              ) : (
                <Item followUp={followUp} me={me} isForReading={isForReading} />
              )}
            </li>
          ))}
        </ul>
      )}
      {isOpen && <FollowUpForm place={place} takesFocus={asked} />}
      {!isOpen && mayAdd && (
        <button ref={button} type="button" className="btn sm fu-new" onClick={open}>
          <IconPlus size={16} stroke={1.8} aria-hidden="true" />
          {t("followUps.new")}
        </button>
      )}
    </section>
  );
}

function Item({
  followUp,
  me,
  isForReading,
}: {
  readonly followUp: FollowUpView;
  readonly me: string;
  readonly isForReading: boolean;
}) {
  const t = useWords();
  const now = useNow();
  const { kind, note, doneAt, dueAt, mayChange } = followUp;
  const Icon = kind === "call" ? IconPhone : IconSquareCheck;
  const isDue = doneAt === null && dueAt <= now;
  return (
    <div className={`fu-item${doneAt === null ? "" : " done"}`}>
      <Icon size={16} stroke={1.6} aria-hidden="true" />
      <span className="fu-words small">
        <span className={`num ${isDue ? "t-m m-breached" : ""}`}>
          <b>{t(`followUps.kinds.${kind}`)}</b>, {whenOf(t, followUp, now)}
        </span>
        {peopleOf(t, followUp, me).map((words) => (
          <span key={words} className="soft">
            {" · "}
            {words}
          </span>
        ))}
        {note !== "" && <span className="soft fu-note">{note}</span>}
      </span>
      {mayChange && !isForReading && (
        <span className="row tight">
          <DoneButton followUp={followUp} />
          <MoreButton followUp={followUp} />
        </span>
      )}
    </div>
  );
}
