import { useCallback, useEffect, useRef, useState } from "react";
import { AfterPaint } from "../../parts/AfterPaint.js";
import { EmptyRoom, later } from "../../parts/later.js";
import { audienceOf } from "../../state/drafts.js";
import { useDesk, useInteraction } from "../../state/store.js";
import { word } from "../../words/words.js";
import { AssistanceBar } from "../assistance/index.js";
import { Composer } from "./composer/Composer.js";
import { focusComposer } from "./composer/focus.js";
import { useFileDrop } from "./composer/use-file-drop.js";
import { CallRequest } from "./header/CallRequest.js";
import { EndingToasts } from "./header/EndingToasts.js";
import { type HandoverKind, Header } from "./header/Header.js";
import { LeaveQuestion } from "./header/LeaveQuestion.js";
import { Strip } from "./header/Strip.js";
import { wayOut } from "./header/way-out.js";
import { NoLinesYet, Timeline } from "./timeline/Timeline.js";
import { TypingLine } from "./timeline/TypingLine.js";

const CallWork = later(async () => (await import("../call/CallWork.js")).CallWork, { Meanwhile: EmptyRoom });
const HandoverPanel = later(async () => (await import("./handover/HandoverPanel.js")).HandoverPanel);

/** The work area of one conversation. Each chat has its own: nothing of one is left on the screen of another. */
export function WorkArea({ interactionId }: { readonly interactionId: string }) {
  const interaction = useInteraction(interactionId);
  if (interaction?.channel === "voice") return <CallWork key={interactionId} view={interaction} />;
  return <Work key={interactionId} interactionId={interactionId} />;
}

function Work({ interactionId }: { readonly interactionId: string }) {
  const interaction = useInteraction(interactionId);
  const me = useDesk((state) => state.data?.user.agentId ?? "");
  const [handover, setHandover] = useState<HandoverKind | null>(null);
  const opener = useRef<HTMLElement | null>(null);
  const writable =
    interaction?.phase === "connected" && interaction.stage === "open" && interaction.request === null;

  const close = useCallback(() => {
    setHandover(null);
    opener.current?.focus();
  }, []);

  // A chat that can no longer be handed over takes the panel away.
  useEffect(() => {
    if (!writable) setHandover(null);
  }, [writable]);

  // Whoever stays alone with the customer has nothing to leave any more.
  const [wantsToLeave, setWantsToLeave] = useState(false);
  const mayLeave = interaction !== undefined && wayOut(interaction, me) === "leave";
  useEffect(() => {
    if (!mayLeave) setWantsToLeave(false);
  }, [mayLeave]);

  useSelectedByAgent(interactionId);
  const { dropping, listeners } = useFileDrop(interaction);
  const work = useRef<HTMLElement>(null);
  useShellEvent("compose", () => focusComposer(interactionId));
  // These press the button, so that there is one way to do it: what a key does is what the button says.
  const press = (action: "end" | "transfer"): void =>
    work.current?.querySelector<HTMLElement>(`[data-action="${action}"]`)?.click();
  useShellEvent("end", () => press("end"));
  useShellEvent("handover", () => press("transfer"));

  if (interaction === undefined) return null;
  return (
    <main className="work conv-work" id="work" tabIndex={-1} ref={work} {...listeners}>
      <Header
        interaction={interaction}
        me={me}
        handover={handover}
        onHandover={(kind, button) => {
          opener.current = button;
          setHandover(handover === kind ? null : kind);
        }}
        onLeave={() => setWantsToLeave(true)}
      />
      <Strip interaction={interaction} me={me} />
      {interaction.assistance !== null && (
        <AssistanceBar interaction={interaction} assistance={interaction.assistance} />
      )}
      <CallRequest interaction={interaction} />
      <AfterPaint key={interactionId} meanwhile={<NoLinesYet customer={interaction.contact.name} />}>
        <Timeline interaction={interaction} />
      </AfterPaint>
      <TypingLine
        interactionId={interactionId}
        customerName={interaction.contact.firstName || interaction.contact.name}
      />
      <EndingToasts />
      {wantsToLeave && mayLeave && (
        <LeaveQuestion interaction={interaction} me={me} onDone={() => setWantsToLeave(false)} />
      )}
      <Composer key={`composer ${interactionId}`} interaction={interaction} />
      {handover !== null && (
        <HandoverPanel
          key={`${handover} ${interactionId}`}
          kind={handover}
          interaction={interaction}
          me={me}
          onClose={close}
        />
      )}
      {dropping && (
        <div className="conv-drop">
          {word(`conversation.composer.${audienceOf(interactionId) === "team" ? "dropTeam" : "drop"}`, {
            name: interaction.contact.firstName || interaction.contact.name,
          })}
        </div>
      )}
    </main>
  );
}

/**
 * Whoever chooses a chat wants to answer it: the cursor goes into its composer, wherever the choice was made - in the
 * list, by a key, out of a menu. Only out of a field in which something is being typed it is not taken.
 */
function useSelectedByAgent(interactionId: string): void {
  useEffect(() => {
    const active = document.activeElement;
    if (active === null || !active.matches("input, textarea, select")) focusComposer(interactionId);
  }, [interactionId]);
}

/** The shell's shortcuts: it announces them, and whoever owns one listens. */
function useShellEvent(name: string, act: () => void): void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    const listen = (): void => latest.current();
    window.addEventListener(`patchbay:${name}`, listen);
    return () => window.removeEventListener(`patchbay:${name}`, listen);
  }, [name]);
}
