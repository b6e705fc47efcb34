import { memo, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { ActiveList } from "../features/active-list/ActiveList.js";
import { HelpRequests } from "../features/assistance/index.js";
import { Attention, NotificationQuestion, SilentPage } from "../features/attention/index.js";
import { CallKeys } from "../features/call/index.js";
import { followCanned } from "../features/canned/index.js";
import { SendLogs } from "../features/client-log/index.js";
import { ContextColumn, OfferContext, useFinished } from "../features/context/index.js";
import { EmptyWork, WorkArea } from "../features/conversation/index.js";
import { followRecent } from "../features/directory/index.js";
import { followFollowUps, Reminders, useReminds } from "../features/follow-ups/index.js";
import { MyMessages } from "../features/messages/index.js";
import { Offers } from "../features/offer/Offers.js";
import { Palette } from "../features/palette/index.js";
import { PhoneBanner } from "../features/phone/index.js";
import { AwayNote } from "../features/presence/AwayNote.js";
import { ForcedNote } from "../features/presence/ForcedNote.js";
import { SignOutDialog } from "../features/presence/SignOutDialog.js";
import { StateControl } from "../features/presence/StateControl.js";
import { Rail } from "../features/rail/Rail.js";
import { followAddress, useOpenReplay } from "../features/replay/open-replay.js";
import { PopHost } from "../features/screen-pop/index.js";
import { SettingsNav, SettingsPage } from "../features/settings/index.js";
import { SetupNav, SetupPage, startSetup, useSetsUp } from "../features/setup/index.js";
import { followVoicemail } from "../features/voicemail/voicemail-store.js";
import { ContextFrameContext } from "../parts/ContextToggle.js";
import { EmptyRoom, fetchAhead, later } from "../parts/later.js";
import { startPhone } from "../phone/phone.js";
import { useMay } from "../state/may.js";
import { followPreferences } from "../state/preferences.js";
import { type Room, useDesk } from "../state/store.js";
import { loadRecordsWords, loadSuperviseWords, useWords } from "../words/words.js";
import { Splitter, useColumns } from "./columns.js";
import { useContextDrawer, useSubject } from "./context-drawer.js";
import { Drawer, ListToggle } from "./Frame.js";
import { Health, HealthBanner } from "./Health.js";
import { NewerDesk } from "./NewerDesk.js";
import { PartBoundary } from "./PartBoundary.js";
import { perform, type ShellActions } from "./perform.js";
import { useWindowRem } from "./rem.js";
import { ShortcutsOverlay } from "./ShortcutsOverlay.js";
import { useNoStrayDrops } from "./stray-drops.js";
import { Toasts } from "./Toasts.js";
import { useShortcuts } from "./use-shortcuts.js";

const FinishedContext = later(
  async () => (await import("../features/context/FinishedContext.js")).FinishedContext,
);
const CallsRoom = later(async () => (await import("../features/directory/CallsRoom.js")).CallsRoom, {
  Meanwhile: EmptyRoom,
});
const OfferPreviewWork = later(
  async () => (await import("../features/conversation/OfferPreviewWork.js")).OfferPreviewWork,
  { Meanwhile: EmptyRoom },
);
const RecordsPage = later(
  async () => {
    const [{ RecordsPage }] = await Promise.all([import("../features/records/index.js"), loadRecordsWords()]);
    return RecordsPage;
  },
  { Meanwhile: EmptyRoom },
);
const SupervisePage = later(
  async () => {
    const [{ SupervisePage }] = await Promise.all([
      import("../features/supervise/SupervisePage.js"),
      loadSuperviseWords(),
    ]);
    return SupervisePage;
  },
  { Meanwhile: EmptyRoom },
);

const ReplayRoom = later(
  async () => {
    const [loaded] = await Promise.all([import("../features/replay/ReplayRoom.js"), loadSuperviseWords()]);
    return loaded.ReplayRoom;
  },
  { Meanwhile: EmptyRoom, isFetchedAhead: false },
);

/** Fewer letters than this side by side are too narrow for three columns: the context comes as a drawer. */
const THREE_COLUMNS_REM = 70;

/** The frame: rail, list, work, context. Which of them is there follows from what is selected. */
export function Desk() {
  useNoStrayDrops();
  const t = useWords();
  const setsUp = useSetsUp();
  const seesLive = useMay("see_live");
  // A privilege may be taken away while its room is open.
  const room = useDesk(({ room }) =>
    (room === "setup" && !setsUp) || (room === "supervise" && !seesLive) ? "conversations" : room,
  );
  const replayed = useOpenReplay((state) => state.interactionId);
  const selection = useDesk((state) => state.selection);
  // With nothing selected, what rings may show its place on the map already: nobody is disturbed by it.
  const ringing = useDesk((state) =>
    state.selection === null ? ([...(state.data?.offers.keys() ?? [])][0] ?? null) : null,
  );
  const finished = useFinished((state) => state.finished);
  const takesPart = useDesk((state) => state.data?.self !== null);
  const [stateOpen, setStateOpen] = useState(false);
  const [help, setHelp] = useState(false);
  const rings = useDesk((state) => (state.data?.offers.size ?? 0) > 0);
  const windowRem = useWindowRem();
  const reminds = useReminds();
  const columns = useColumns(windowRem, rings || reminds);
  const narrow = windowRem <= THREE_COLUMNS_REM;

  const offerId = selection?.kind === "offer" ? selection.id : ringing;
  const interactionId = selection?.kind === "interaction" ? selection.id : null;
  const drawer = useContextDrawer(narrow, useSubject(offerId, interactionId));
  const context =
    interactionId !== null ? (
      <ContextColumn interactionId={interactionId} key={interactionId} />
    ) : offerId !== null ? (
      <OfferContext offerId={offerId} key={offerId} />
    ) : finished !== null ? (
      <FinishedContext finished={finished} key={finished.interactionId} />
    ) : null;
  const hasContext = room === "conversations" && context !== null;
  const shown = hasContext && !narrow && !columns.folded.context;
  const { toggle } = columns;
  const { toggle: toggleDrawer } = drawer;
  const frame = useMemo(
    () => (hasContext ? { shown, toggle: () => (narrow ? toggleDrawer() : toggle("context")) } : null),
    [hasContext, shown, narrow, toggle, toggleDrawer],
  );
  const openHelp = useCallback(() => setHelp(true), []);
  const shell: ShellActions = {
    openState: () => {
      // The menu gives the focus back to where it was; where it was nowhere, to its own button.
      if (document.activeElement === null || document.activeElement === document.body)
        document.querySelector<HTMLElement>(".state-now")?.focus();
      setStateOpen(true);
    },
    openHelp,
    toggleList: () => toggle("list"),
    toggleContext: () => frame?.toggle(),
  };
  useShortcuts(shell);
  useFocusAfter(interactionId, offerId);
  useEffect(followPreferences, []);
  useEffect(startPhone, []);
  useEffect(followRecent, []);
  useEffect(followVoicemail, []);
  useEffect(followFollowUps, []);
  useEffect(followCanned, []);
  useEffect(startSetup, []);
  useEffect(followAddress, []);
  useEffect(fetchAhead, []);

  return (
    <ContextFrameContext value={frame}>
      <a className="skip" href="#work">
        {t("skip")}
      </a>
      <div
        className={`desk${shown ? "" : " no-context"}${columns.contextLeft ? " context-left" : ""}${columns.folded.list ? " list-folded" : ""}`}
        style={columns.style}
      >
        <SteadyRail onShortcuts={openHelp} />
        <aside className="list" aria-label={t("list.label")}>
          {takesPart && <SteadyState opened={stateOpen} onChange={setStateOpen} />}
          <ListParts room={room} />
          <Health>
            <ListToggle folded={columns.folded.list} onToggle={() => toggle("list")} />
          </Health>
        </aside>
        <PartBoundary key={`work ${room} ${interactionId ?? offerId ?? ""}`}>
          {replayed !== null && (room === "supervise" || room === "records") ? (
            <ReplayRoom interactionId={replayed} key={replayed} />
          ) : room === "supervise" ? (
            <SupervisePage />
          ) : room === "calls" ? (
            <CallsRoom />
          ) : room === "records" ? (
            <RecordsPage />
          ) : room === "setup" ? (
            <SetupPage />
          ) : room === "settings" ? (
            <SettingsPage />
          ) : interactionId !== null ? (
            <WorkArea interactionId={interactionId} key={`work ${interactionId}`} />
          ) : offerId !== null ? (
            <OfferPreviewWork offerId={offerId} />
          ) : (
            <EmptyWork />
          )}
        </PartBoundary>
        {shown && <PartBoundary key={`context ${interactionId ?? offerId ?? ""}`}>{context}</PartBoundary>}
        {narrow && hasContext && drawer.open !== "closed" && (
          <Drawer asked={drawer.open === "asked"} onClose={drawer.close}>
            {context}
          </Drawer>
        )}
        <section className="splitters" aria-label={t("list.widths")}>
          <Splitter side="list" columns={columns} />
          {shown && <Splitter side="context" columns={columns} />}
        </section>
        <Overlays />
      </div>
      <section id="menus" aria-label={t("menus")} />
      <Unseen />
      <PartBoundary>
        <Palette perform={(id) => perform(id, shell)} />
      </PartBoundary>
      <ShortcutsOverlay opened={help} onClose={() => setHelp(false)} />
    </ContextFrameContext>
  );
}

// What does not depend on which chat is chosen is not drawn anew when another one is.
const SteadyRail = memo(Rail);
const SteadyState = memo(StateControl);

/** The list's parts, from what wants an answer to what is said quietly. */
const ListParts = memo(function ListParts({ room }: { readonly room: Room }) {
  const hasWork = useDesk((state) => (state.data?.interactions.size ?? 0) > 0);
  const helps = useDesk((state) => (state.data?.assistance.size ?? 0) > 0);
  return (
    <>
      <AwayNote />
      <ForcedNote />
      <Offers />
      <Reminders />
      {helps && <HelpRequests />}
      {room === "setup" && <SetupNav />}
      {room === "settings" && <SettingsNav />}
      {((room !== "setup" && room !== "settings") || hasWork) && <ActiveList />}
      <NewerDesk />
      <SilentPage />
      <NotificationQuestion />
      <PhoneBanner />
    </>
  );
});

/** What comes over the desk by itself. */
const Overlays = memo(function Overlays() {
  return (
    <>
      <PartBoundary>
        <MyMessages />
      </PartBoundary>
      <PopHost />
      <Toasts />
    </>
  );
});

/** What listens, and shows itself only when it has something to say. */
const Unseen = memo(function Unseen() {
  return (
    <>
      <HealthBanner />
      <Attention />
      <PartBoundary>
        <SendLogs />
      </PartBoundary>
      <CallKeys />
      <PartBoundary>
        <SignOutDialog />
      </PartBoundary>
    </>
  );
});

/**
 * A chat that leaves the screen takes its buttons along. Where the focus went away with it, it goes on in the list, at
 * the first chat, or in the work when none is left or an offer is looked at: what is typed then must press no button. A part
 * that has a better place has taken it by then.
 */
function useFocusAfter(interactionId: string | null, offerId: string | null): void {
  const before = useRef(interactionId);
  useEffect(() => {
    const left = before.current !== null && interactionId === null;
    before.current = interactionId;
    if (!left || (document.activeElement !== null && document.activeElement !== document.body)) return;
    const next =
      (offerId === null ? document.querySelector<HTMLElement>(".list .card:not(.past)") : null) ??
      document.getElementById("work");
    next?.focus();
  }, [interactionId, offerId]);
}
