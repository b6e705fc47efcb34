import type { InteractionView } from "@patchbay/protocol";
import { IconLifebuoy } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { AskForHelp } from "./parts.js";

/** Asks for a supervisor. While somebody has asked already, the bar below says so in its place. */
export function HelpButton({ interaction }: { readonly interaction: InteractionView }) {
  const t = useWords();
  const me = useDesk((state) => state.data?.user.agentId ?? "");
  const [asks, setAsks] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const { assistance, parties, phase, stage } = interaction;
  const mayAsk =
    phase === "connected" &&
    stage === "open" &&
    parties.some(({ agentId, state }) => agentId === me && state === "active");
  if (!mayAsk || assistance !== null) return null;
  return (
    <>
      <button
        ref={button}
        type="button"
        className="btn conv-act"
        data-action="help"
        aria-haspopup="dialog"
        title={t("conversation.header.help")}
        onClick={() => setAsks(true)}
      >
        <IconLifebuoy size={18} stroke={1.6} aria-hidden="true" />
        <span className="conv-act-word">{t("conversation.header.help")}</span>
      </button>
      {asks && (
        <AskForHelp
          interaction={interaction}
          onClose={() => {
            setAsks(false);
            button.current?.focus();
          }}
        />
      )}
    </>
  );
}
