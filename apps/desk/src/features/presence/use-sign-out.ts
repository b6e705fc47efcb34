import { toast, toastError } from "../../state/actions.js";
import { signOut } from "../../state/session.js";
import { useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";

/** Signs out at once, or, with work in hand, when it is done: the server decides which. */
export function useSignOut(): () => void {
  const t = useWords();
  return () => {
    const inHand = useDesk.getState().data?.interactions.size ?? 0;
    void signOut().then((outcome) => {
      if (outcome === "later") toast(t("signOut.chosen"));
      else if (outcome !== "done") toastError(outcome);
      return inHand;
    });
  };
}
