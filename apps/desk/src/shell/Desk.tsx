import { useMediaQuery } from "@mantine/hooks";
import { IconLayoutSidebarRight, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { ActiveList } from "../features/active-list/ActiveList.js";
import { Attention, NotificationQuestion } from "../features/attention/Attention.js";
import { ContextColumn, FinishedContext, OfferContext, useFinished } from "../features/context/index.js";
import { EmptyWork, OfferPreviewWork, WorkArea } from "../features/conversation/index.js";
import { Offers } from "../features/offer/Offers.js";
import { StateControl } from "../features/presence/StateControl.js";
import { Rail } from "../features/rail/Rail.js";
import { SupervisePage } from "../features/supervise/SupervisePage.js";
import { useDesk } from "../state/store.js";
import { useWords } from "../words/words.js";
import { Splitter, useColumns } from "./columns.js";
import { Health, HealthBanner } from "./Health.js";
import { ShortcutsOverlay } from "./ShortcutsOverlay.js";
import { Toasts } from "./Toasts.js";
import { useShortcuts } from "./use-shortcuts.js";

/** The frame: rail, list, work, context. Which of them is there follows from what is selected. */
export function Desk() {
  const t = useWords();
  const room = useDesk((state) => state.room);
  const selection = useDesk((state) => state.selection);
  // With nothing selected, what rings may show its place on the map already: nobody is disturbed by it.
  const ringing = useDesk((state) =>
    state.selection === null ? ([...(state.data?.offers.keys() ?? [])][0] ?? null) : null,
  );
  const finished = useFinished((state) => state.finished);
  const takesPart = useDesk((state) => state.data?.self !== null);
  const [stateOpen, setStateOpen] = useState(false);
  const [help, setHelp] = useState(false);
  const columns = useColumns();
  // Too narrow for three columns: the context comes as a drawer over the work, when asked for.
  const narrow = useMediaQuery("(max-width: 1120px)") ?? false;
  const [drawer, setDrawer] = useState(false);
  useShortcuts({ openState: () => setStateOpen(true), openHelp: () => setHelp(true) });

  const offerId = selection?.kind === "offer" ? selection.id : ringing;
  const interactionId = selection?.kind === "interaction" ? selection.id : null;
  const context =
    interactionId !== null ? (
      <ContextColumn interactionId={interactionId} key={interactionId} />
    ) : offerId !== null ? (
      <OfferContext offerId={offerId} key={offerId} />
    ) : finished !== null ? (
      <FinishedContext finished={finished} key={finished.interactionId} />
    ) : null;

  return (
    <>
      <a className="skip" href="#work">
        {t("skip")}
      </a>
      <div
        className={`desk${context === null || room === "supervise" ? " no-context" : ""}`}
        style={columns.style}
      >
        <Rail onShortcuts={() => setHelp(true)} />
        <aside className="list" aria-label={t("list.label")}>
          {takesPart && <StateControl opened={stateOpen} onChange={setStateOpen} />}
          <Offers />
          <ActiveList />
          <NotificationQuestion />
          <Health />
        </aside>
        {room === "supervise" ? (
          <SupervisePage />
        ) : interactionId !== null ? (
          <WorkArea interactionId={interactionId} key={`work ${interactionId}`} />
        ) : offerId !== null ? (
          <OfferPreviewWork offerId={offerId} />
        ) : (
          <EmptyWork />
        )}
        {room === "conversations" && !narrow && context}
        {room === "conversations" && narrow && context !== null && (
          <>
            <button
              type="button"
              className="btn icon drawer-open"
              aria-label={t(drawer ? "drawer.close" : "drawer.open")}
              aria-expanded={drawer}
              onClick={() => setDrawer(!drawer)}
            >
              {drawer ? (
                <IconX size={18} stroke={1.6} aria-hidden="true" />
              ) : (
                <IconLayoutSidebarRight size={18} stroke={1.6} aria-hidden="true" />
              )}
            </button>
            {drawer && <div className="drawer">{context}</div>}
          </>
        )}
        <section className="splitters" aria-label={t("list.widths")}>
          <Splitter side="list" columns={columns} />
          {room === "conversations" && context !== null && !narrow && (
            <Splitter side="context" columns={columns} />
          )}
        </section>
      </div>
      <HealthBanner />
      <Toasts />
      <Attention />
      <ShortcutsOverlay opened={help} onClose={() => setHelp(false)} />
    </>
  );
}
