import type { ContactView, RosterView, ServiceView } from "@patchbay/protocol";
import { IconPhone, IconUsersGroup } from "@tabler/icons-react";
import { Avatar } from "../../parts/Avatar.js";
import { useNow } from "../../parts/time.js";
import { useDesk, withSeat } from "../../state/store.js";
import { useWords, word } from "../../words/words.js";
import { presenceOf } from "./presence-words.js";
import { waitWords } from "./service-words.js";
import type { TargetEntry } from "./targets.js";

/** What an entry is called. */
export function entryName(entry: TargetEntry): string {
  switch (entry.kind) {
    case "agent":
      return entry.agent.name;
    case "service":
      return entry.service.name;
    case "number":
      return entry.number;
    case "contact":
      return entry.contact.name;
  }
}

/** One line of a picker: who it is, how they are, and what Enter or its button does. */
export function TargetOption({
  id,
  index,
  start,
  measure,
  entry,
  active,
  refusal,
  action,
  busy,
  onPoint,
  onPick,
}: {
  readonly id: string;
  readonly index: number;
  /** Distance from the top of the list, px. */
  readonly start: number;
  readonly measure: (element: HTMLElement | null) => void;
  readonly entry: TargetEntry;
  readonly active: boolean;
  /** A sentence; `null`: can be picked. */
  readonly refusal: string | null;
  readonly action: string;
  readonly busy: boolean;
  readonly onPoint: () => void;
  readonly onPick: () => void;
}) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the search, which has the focus, hears the keys for it
    // biome-ignore lint/a11y/useFocusableInteractive: see there
    <div
      id={id}
      ref={measure}
      data-index={index}
      role="option"
      aria-selected={active}
      aria-disabled={refusal !== null || busy}
      className={`target picker-target${active ? " is-at" : ""}${refusal === null ? "" : " off"}`}
      style={{ transform: `translateY(${start}px)` }}
      // The search keeps the focus.
      onMouseDown={(event) => event.preventDefault()}
      onClick={(event) => {
        onPoint();
        // Only its button picks: a click beside it must not send a customer anywhere.
        if (event.target instanceof Element && event.target.closest(".picker-act") !== null) onPick();
      }}
    >
      {entry.kind === "agent" ? (
        <Colleague agent={entry.agent} />
      ) : entry.kind === "service" ? (
        <Line service={entry.service} />
      ) : entry.kind === "contact" ? (
        <Contact contact={entry.contact} number={entry.phone.display} />
      ) : (
        <Typed number={entry.number} />
      )}
      {refusal === null ? (
        <span className={`btn sm picker-act${active ? " primary" : ""}`} aria-hidden="true">
          {action}
        </span>
      ) : (
        <span className="small mute picker-why">{refusal}</span>
      )}
    </div>
  );
}

function Colleague({ agent }: { readonly agent: RosterView }) {
  const now = useNow();
  const reasons = useDesk((state) => state.data?.reasons) ?? [];
  const presence = presenceOf(agent, reasons, now);
  return (
    <>
      <span className="picker-face">
        <Avatar
          name={agent.name}
          id={agent.agentId}
          size={32}
          photo={agent.photoUrl === null ? null : withSeat(agent.photoUrl)}
        />
        <span className={`at ${presence.tone}`} aria-hidden="true" />
      </span>
      <span className="picker-words">
        <span className="row tight">
          <b className="strong clip">{agent.name}</b>
          {agent.extension !== null && <span className="num small mute">{agent.extension}</span>}
        </span>
        <span className={`small clip t-m ${presence.tone}`}>
          {presence.text} <span className="num">{presence.time}</span>
        </span>
      </span>
    </>
  );
}

function Line({ service }: { readonly service: ServiceView }) {
  return (
    <>
      <span className="picker-mark" aria-hidden="true">
        <IconUsersGroup size={18} stroke={1.6} />
      </span>
      <span className="picker-words">
        <b className="strong clip">{word("directory.queueOf", { name: service.name })}</b>
        <span className="small soft clip num">{waitWords(service)}</span>
      </span>
    </>
  );
}

function Contact({ contact, number }: { readonly contact: ContactView; readonly number: string }) {
  return (
    <>
      <Avatar name={contact.name} id={contact.contactId} size={32} />
      <span className="picker-words">
        <b className="strong clip">{contact.name}</b>
        <span className="small soft clip num">{number}</span>
      </span>
    </>
  );
}

function Typed({ number }: { readonly number: string }) {
  const t = useWords();
  return (
    <>
      <span className="picker-mark" aria-hidden="true">
        <IconPhone size={18} stroke={1.6} />
      </span>
      <span className="picker-words">
        <b className="strong clip num">{number}</b>
        <span className="small soft clip">{t("directory.thisNumber")}</span>
      </span>
    </>
  );
}
