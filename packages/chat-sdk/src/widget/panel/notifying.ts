import { useEffect, useState } from "preact/hooks";
import type { ChatClient } from "../../client/index.js";
import { type FromPanel, isMessage, type ToPanel } from "../messages.js";
import type { Notifying } from "./context.js";

/** In the panel's own storage: a page that frames it cannot agree in its visitor's place. */
const AGREED = "patchbay-notify";

function hasAgreed(): boolean {
  try {
    return localStorage.getItem(AGREED) !== null;
  } catch {
    return false;
  }
}

function keepAgreed(): void {
  try {
    localStorage.setItem(AGREED, "yes");
  } catch {
    // Asked again on the next page.
  }
}

/** The page around the panel asks the browser; the panel tells the center where to push, for each chat anew. */
export function useNotifying(chat: ChatClient, tell: (message: FromPanel) => void): Notifying {
  const [standing, setStanding] = useState<"default" | "granted" | "none">("none");
  const [agreed, setAgreed] = useState(hasAgreed);
  const [key, setKey] = useState<string | null>(null);
  const [phase, setPhase] = useState(chat.state.phase);
  const goesOn = phase === "waiting" || phase === "active";

  useEffect(() => chat.subscribe((state) => setPhase(state.phase)), [chat]);
  useEffect(() => {
    const hear = ({ data, source }: MessageEvent<unknown>): void => {
      if (source !== window.parent || !isMessage(data)) return;
      const message = data as ToPanel;
      if (message.patchbay === "push") setStanding(message.standing);
      // A chat that ended meanwhile needs none; a center that refuses it can be chatted with all the same.
      if (message.patchbay === "subscription" && message.subscription !== null && agreed)
        void Promise.resolve(message.subscription)
          .then((subscription) => chat.subscribePush(subscription))
          .catch(() => undefined);
    };
    addEventListener("message", hear);
    return () => removeEventListener("message", hear);
  }, [chat, agreed]);
  useEffect(() => {
    if (!goesOn || standing === "none") return;
    chat.pushKey().then(setKey, () => setKey(null));
  }, [chat, goesOn, standing]);
  useEffect(() => {
    if (goesOn && agreed && standing === "granted" && key !== null) tell({ patchbay: "subscribe", key });
  }, [goesOn, agreed, standing, key]);

  return {
    ask: goesOn && standing !== "none" && !(standing === "granted" && agreed) && key !== null,
    answer: (wanted) => {
      if (!wanted) {
        tell({ patchbay: "notNotified" });
        return;
      }
      keepAgreed();
      setAgreed(true);
      // Where it is granted, what was agreed is enough: see above.
      if (standing === "default" && key !== null) tell({ patchbay: "subscribe", key });
    },
  };
}
