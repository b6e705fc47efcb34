import { IconDeviceMobileMessage } from "@tabler/icons-react";
import { useId } from "react";
import { useWords } from "../../words/words.js";
import { callInAppOrSay } from "./place-call.js";
import { useCallAbility } from "./use-phone-facts.js";
import "./phone.css";

/** Calls the customer in the app of the chat. Disabled, it says why. */
export function CallInApp({ beside, className }: { readonly beside: string; readonly className: string }) {
  const t = useWords();
  const id = useId();
  const { whyInApp: why } = useCallAbility();
  const name = t("call.contact.callInApp");
  return (
    <span className="ctx-tipped phone-tipped">
      <button
        type="button"
        className={className}
        aria-disabled={why !== null}
        aria-label={name}
        aria-describedby={why === null ? undefined : id}
        title={why ?? name}
        onClick={() => {
          if (why === null) void callInAppOrSay(beside);
        }}
      >
        <IconDeviceMobileMessage size={18} stroke={1.6} aria-hidden="true" />
      </button>
      {why !== null && (
        <span id={id} hidden>
          {why}
        </span>
      )}
    </span>
  );
}
