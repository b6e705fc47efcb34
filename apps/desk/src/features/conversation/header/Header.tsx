import type { InteractionView } from "@patchbay/protocol";
import { IconArrowForwardUp, IconPhone, IconUserPlus } from "@tabler/icons-react";
import { useRef } from "react";
import { Avatar } from "../../../parts/Avatar.js";
import { ChannelMark } from "../../../parts/ChannelMark.js";
import { ContextToggle } from "../../../parts/ContextToggle.js";
import { ask, toast } from "../../../state/actions.js";
import { word } from "../../../words/words.js";
import "./header.css";

export type HandoverKind = "transfer" | "invite";

/** Who this is, where from, and what can be done with the chat. */
export function Header({
  interaction,
  me,
  handover,
  onHandover,
}: {
  readonly interaction: InteractionView;
  readonly me: string;
  /** The panel that is open. */
  readonly handover: HandoverKind | null;
  readonly onHandover: (kind: HandoverKind, opener: HTMLElement) => void;
}) {
  const { contact, channel, mark, serviceName, entryName, parties, phase, stage, request } = interaction;
  const invite = useRef<HTMLButtonElement>(null);
  const transfer = useRef<HTMLButtonElement>(null);
  const others = parties.some((party) => party.agentId !== me && party.state === "active");
  const open = phase === "connected" && stage === "open";
  const ends = phase === "connected" && (stage === "open" || stage === "disconnected");
  return (
    <header className="work-head conv-head">
      <Avatar name={contact.name} id={contact.contactId} size={40} />
      <div className="grow">
        <h1 className="clip">{contact.name}</h1>
        <div className="row tight small soft">
          <ChannelMark channel={channel} mark={mark} small />
          <span className="clip">
            {word("conversation.header.service", { service: serviceName, entry: entryName })}
          </span>
        </div>
      </div>
      <div className="acts">
        <button
          type="button"
          className="btn conv-act"
          aria-disabled="true"
          aria-describedby="conv-call-later"
          title={word("conversation.header.callLater")}
        >
          <IconPhone size={18} stroke={1.6} aria-hidden="true" />
          <span className="conv-act-word">{word("conversation.header.call")}</span>
        </button>
        <span id="conv-call-later" hidden>
          {word("conversation.header.callLater")}
        </span>
        {open && (
          <>
            <HandoverButton
              kind="invite"
              icon={IconUserPlus}
              open={handover === "invite"}
              busy={request !== null}
              button={invite}
              onOpen={onHandover}
            />
            <HandoverButton
              kind="transfer"
              icon={IconArrowForwardUp}
              open={handover === "transfer"}
              busy={request !== null}
              button={transfer}
              onOpen={onHandover}
            />
          </>
        )}
        {ends && (
          <button
            type="button"
            className="btn danger-quiet"
            data-action="end"
            title={`${word(others ? "conversation.header.leave" : "conversation.header.end")} (Alt+E)`}
            onClick={() => void end(interaction.interactionId)}
          >
            {word(others ? "conversation.header.leave" : "conversation.header.end")}
          </button>
        )}
        <ContextToggle />
      </div>
    </header>
  );
}

function HandoverButton({
  kind,
  icon: Icon,
  open,
  busy,
  button,
  onOpen,
}: {
  readonly kind: HandoverKind;
  readonly icon: typeof IconUserPlus;
  readonly open: boolean;
  readonly busy: boolean;
  readonly button: React.RefObject<HTMLButtonElement | null>;
  readonly onOpen: (kind: HandoverKind, opener: HTMLElement) => void;
}) {
  const name = word(`conversation.header.${kind}`);
  return (
    <button
      ref={button}
      type="button"
      className={`btn conv-act${open ? " on" : ""}`}
      data-action={kind}
      aria-expanded={open}
      aria-haspopup="dialog"
      aria-disabled={busy}
      title={busy ? word("errors.already_in_progress") : kind === "transfer" ? `${name} (Alt+T)` : name}
      onClick={(event) => {
        if (!busy) onOpen(kind, event.currentTarget);
      }}
    >
      <Icon size={18} stroke={1.6} aria-hidden="true" />
      <span className="conv-act-word">{name}</span>
    </button>
  );
}

/** With colleagues in the chat the server takes only this agent out of it. */
export async function end(interactionId: string): Promise<void> {
  const answer = await ask("endInteraction", { interactionId });
  if (!answer.ok) toast(word(`errors.${answer.error.code}`), { tone: "error" });
}
