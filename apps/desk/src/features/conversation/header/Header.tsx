import type { InteractionView } from "@patchbay/protocol";
import { IconArrowForwardUp, IconEyeOff, IconPhone, IconSearch, IconUserPlus } from "@tabler/icons-react";
import { useRef } from "react";
import { useKeyHint } from "../../../keys/keymap.js";
import { Avatar, tintOf } from "../../../parts/Avatar.js";
import { ChannelMark } from "../../../parts/ChannelMark.js";
import { ContextToggle } from "../../../parts/ContextToggle.js";
import { PanelHelp } from "../../../parts/help/PanelHelp.js";
import { useWaiting } from "../../../parts/use-waiting.js";
import { ask, toast } from "../../../state/actions.js";
import { stopReadingAlong } from "../../../state/reading-along.js";
import { word } from "../../../words/words.js";
import { HelpButton } from "../../assistance/index.js";
import { CallNumber } from "../../phone/index.js";
import { refusalOf, wayOut } from "./way-out.js";
import "./header.css";
import { useMay } from "../../../state/may.js";

export type HandoverKind = "transfer" | "invite";

/** Who this is, where from, and what can be done with the chat. */
export function Header({
  interaction,
  me,
  handover,
  onHandover,
  onLeave,
}: {
  readonly interaction: InteractionView;
  readonly me: string;
  /** The panel that is open. */
  readonly handover: HandoverKind | null;
  readonly onHandover: (kind: HandoverKind, opener: HTMLElement) => void;
  /** The agent wants to leave, and is asked once. */
  readonly onLeave: () => void;
}) {
  const { contact, channel, mark, serviceName, entryName, phase, stage, request } = interaction;
  const transfers = useMay("transfer");
  const invite = useRef<HTMLButtonElement>(null);
  const transfer = useRef<HTMLButtonElement>(null);
  const open = phase === "connected" && stage === "open";
  const way = wayOut(interaction, me);
  const endKey = useKeyHint("end");
  const findKey = useKeyHint("find");
  const [ending, run] = useWaiting();
  return (
    <header className={`work-head conv-head conv-tint ${tintOf(contact.contactId)}`}>
      <Avatar name={contact.name} id={contact.contactId} size={40} />
      <div className="grow">
        <div className="row tight">
          <h1 className="clip">{contact.name}</h1>
          <PanelHelp panel="conversation" />
        </div>
        <div className="row tight small soft">
          <ChannelMark channel={channel} mark={mark} small />
          <span className="clip">
            {word("conversation.header.service", { service: serviceName, entry: entryName })}
          </span>
        </div>
      </div>
      <div className="acts">
        {open && (
          <CallNumber
            number={contact.phones[0]?.e164 ?? contact.phones[0]?.raw ?? null}
            name={word("conversation.header.call")}
            beside={interaction.interactionId}
            className="btn conv-act"
          >
            <IconPhone size={18} stroke={1.6} aria-hidden="true" />
            <span className="conv-act-word">{word("conversation.header.call")}</span>
          </CallNumber>
        )}
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
            {transfers && (
              <HandoverButton
                kind="transfer"
                icon={IconArrowForwardUp}
                open={handover === "transfer"}
                busy={request !== null}
                button={transfer}
                onOpen={onHandover}
              />
            )}
          </>
        )}
        <HelpButton interaction={interaction} />
        {phase === "monitoring" && (
          <button
            type="button"
            className="btn"
            onClick={() => void stopReadingAlong(interaction.interactionId)}
          >
            <IconEyeOff size={18} stroke={1.6} aria-hidden="true" />
            {word("beside.stop")}
          </button>
        )}
        <button
          type="button"
          className="btn icon quiet"
          title={findKey.after(word("conversation.find.open"))}
          aria-label={word("conversation.find.open")}
          aria-keyshortcuts={findKey.aria}
          onClick={() => window.dispatchEvent(new CustomEvent("patchbay:find", { cancelable: true }))}
        >
          <IconSearch size={18} stroke={1.6} aria-hidden="true" />
        </button>
        {way !== null && (
          <button
            type="button"
            className="btn danger-quiet"
            data-action="end"
            title={endKey.after(word(`conversation.header.${way}`))}
            aria-disabled={ending}
            onClick={() => (way === "leave" ? onLeave() : run(() => end(interaction.interactionId)))}
          >
            {word(`conversation.header.${ending ? "ending" : way}`)}
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
  const hint = useKeyHint("handover");
  return (
    <button
      ref={button}
      type="button"
      className={`btn conv-act${open ? " on" : ""}`}
      data-action={kind}
      aria-expanded={open}
      aria-haspopup="dialog"
      aria-disabled={busy}
      title={busy ? word("errors.already_in_progress") : kind === "transfer" ? hint.after(name) : name}
      onClick={(event) => {
        if (!busy) onOpen(kind, event.currentTarget);
      }}
    >
      <Icon size={18} stroke={1.6} aria-hidden="true" />
      <span className="conv-act-word">{name}</span>
    </button>
  );
}

/** It can be taken back for some seconds; a refusal says what to do instead. */
async function end(interactionId: string): Promise<void> {
  const answer = await ask("endInteraction", { interactionId });
  if (!answer.ok) toast(refusalOf("end", answer.error), { tone: "error" });
}
