import { useCallback, useEffect, useState } from "react";
import { useDesk, useInteraction } from "../../state/store.js";
import { Composer } from "./composer/Composer.js";
import { HandoverPanel } from "./handover/HandoverPanel.js";
import { EndingToasts } from "./header/EndingToasts.js";
import { type HandoverKind, Header } from "./header/Header.js";
import { Strip } from "./header/Strip.js";
import { Timeline } from "./timeline/Timeline.js";
import { TypingLine } from "./timeline/TypingLine.js";

/** The work area of one conversation. Each chat has its own: nothing of one is left on the screen of another. */
export function WorkArea({ interactionId }: { readonly interactionId: string }) {
  const interaction = useInteraction(interactionId);
  const me = useDesk((state) => state.data?.user.agentId ?? "");
  const [handover, setHandover] = useState<{ readonly kind: HandoverKind; readonly opener: HTMLElement } | null>(null);
  const writable = interaction?.phase === "connected" && interaction.stage === "open" && interaction.request === null;

  const close = useCallback(() => {
    setHandover((open) => {
      open?.opener.focus();
      return null;
    });
  }, []);

  // Another chat, or one that can no longer be handed over, takes the panel away.
  useEffect(() => setHandover(null), [interactionId]);
  useEffect(() => {
    if (!writable) setHandover(null);
  }, [writable]);

  if (interaction === undefined) return null;
  return (
    <div className="work conv-work">
      <Header
        interaction={interaction}
        me={me}
        handover={handover?.kind ?? null}
        onHandover={(kind, opener) => setHandover((open) => (open?.kind === kind ? null : { kind, opener }))}
      />
      <Strip interaction={interaction} me={me} />
      <Timeline key={interactionId} interaction={interaction} />
      <TypingLine interactionId={interactionId} customerName={interaction.contact.firstName || interaction.contact.name} />
      <Composer key={`composer ${interactionId}`} interaction={interaction} />
      {handover !== null && (
        <HandoverPanel key={`${handover.kind} ${interactionId}`} kind={handover.kind} interaction={interaction} me={me} onClose={close} />
      )}
      <EndingToasts />
    </div>
  );
}
