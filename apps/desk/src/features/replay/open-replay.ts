import { create } from "zustand";
import { type Room, useDesk } from "../../state/store.js";
import { addressOf, readAddress } from "./address.js";

/** Which interaction is replayed; the room it was opened from is where closing leads back to. */
interface OpenReplay {
  readonly interactionId: string | null;
  /** The step to begin at: of the last one at or before this sequence; `null`: at the first. */
  readonly seq: number | null;
  readonly view: "steps" | "why";
  /** Where it was opened from: closing leads back there. */
  readonly from: Room | null;
}

const CLOSED: OpenReplay = { interactionId: null, seq: null, view: "steps", from: null };
export const useOpenReplay = create<OpenReplay>(() => CLOSED);

/** In the address bar, so that it can be copied; the way back is not filled with steps. */
export const showAddress = (hash: string): void =>
  window.history.replaceState(
    window.history.state,
    "",
    `${window.location.pathname}${window.location.search}${hash}`,
  );

export function openReplay(interactionId: string, view: OpenReplay["view"] = "steps"): void {
  const { room } = useDesk.getState();
  useOpenReplay.setState({ interactionId, seq: null, view, from: room });
  if (room !== "supervise") useDesk.setState({ room: "records" });
  showAddress(addressOf(interactionId, null));
}

export function closeReplay(): void {
  const { from } = useOpenReplay.getState();
  if (from !== null) useDesk.setState({ room: from });
  useOpenReplay.setState(CLOSED);
  showAddress("");
}

/** A link to a step was opened, with the desk or in it. */
export function followAddress(): () => void {
  const read = (): void => {
    // A search that was bookmarked: the room reads the rest itself.
    if (window.location.hash.startsWith("#records?") && useDesk.getState().session.phase === "signed_in")
      useDesk.setState({ room: "records" });
    const asked = readAddress(window.location.hash);
    const { session, data } = useDesk.getState();
    if (asked === null || session.phase !== "signed_in" || data === null) return;
    if (!data.user.privileges.includes("see_team_records")) return;
    useOpenReplay.setState({ ...asked, view: "steps", from: null });
    useDesk.setState({ room: "records" });
  };
  read();
  // The address may be there before the desk knows whose it is.
  const early = useDesk.subscribe(({ data }, before) => {
    if (data !== null && before.data === null) read();
  });
  window.addEventListener("hashchange", read);
  // Who signs in next at this seat opens what they may themselves.
  const unfollow = useDesk.subscribe(({ session }) => {
    if (session.phase !== "signed_in" && useOpenReplay.getState().interactionId !== null) {
      useOpenReplay.setState(CLOSED);
      showAddress("");
    }
  });
  return () => {
    window.removeEventListener("hashchange", read);
    early();
    unfollow();
  };
}
