import { toast } from "../../state/actions.js";
import { signOut } from "../../state/session.js";
import { useDesk } from "../../state/store.js";
import { useUndelivered } from "../../state/undelivered.js";
import { useWords } from "../../words/words.js";
import { readDay } from "../settings/day/day.js";
import { useSigningOut } from "./sign-out.js";

/** What the day came to is nice to know; nobody waits for it longer than this. */
const DAY_MS = 1_500;

/** Signs out; with work in hand, or words that did not arrive, it asks first. */
export function useSignOut(): () => void {
  const leave = useLeave();
  return () => {
    const { data } = useDesk.getState();
    const hasWork = (data?.interactions.size ?? 0) > 0;
    if (hasWork || useUndelivered.getState().undelivered.length > 0)
      useSigningOut.setState({ isAsking: true });
    else leave();
  };
}

/** Signs out at once, or, with work in hand, when it is done: the server decides which. */
export function useLeave(): () => void {
  const t = useWords();
  return () => {
    useSigningOut.setState({ isAsking: false });
    void leaveWithDay().then((outcome) => {
      if (outcome === "later") toast(t("signOut.chosen"));
      else if (outcome !== "done")
        toast(t(`errors.${outcome.code}`, { defaultValue: t("errors.unknown_error") }), { tone: "error" });
    });
  };
}

async function leaveWithDay(): ReturnType<typeof signOut> {
  const day = await readDay({ signal: AbortSignal.timeout(DAY_MS) }).catch(() => null);
  const outcome = await signOut();
  // Who is signed out later does more until then.
  useSigningOut.setState({ day: outcome === "done" && day?.ok === true ? day.result : null });
  return outcome;
}
