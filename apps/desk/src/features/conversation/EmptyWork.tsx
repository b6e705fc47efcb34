import { IconMessages } from "@tabler/icons-react";
import { ContextToggle } from "../../parts/ContextToggle.js";
import { useDesk } from "../../state/store.js";
import { word } from "../../words/words.js";
import { EndingToasts } from "./header/EndingToasts.js";
import "./header/header.css";
import "./work.css";

/** Nothing is selected: says what this place is for and what to do first. */
export function EmptyWork() {
  const kind = useDesk(({ data }) => {
    if ((data?.interactions.size ?? 0) > 0) return "some";
    if (data?.self?.presence.kind !== "supervising" && data?.self !== null) return "none";
    return data.user.privileges.includes("see_live") ? "supervising" : "quiet";
  });
  return (
    <main className="work conv-work" id="work" tabIndex={-1}>
      <div className="conv-empty-acts">
        <ContextToggle />
      </div>
      <div className="conv-empty">
        <span className="conv-empty-mark" aria-hidden="true">
          <IconMessages size={24} stroke={1.6} />
        </span>
        <h1>{word(`conversation.empty.${kind}.title`)}</h1>
        <p>{word(`conversation.empty.${kind}.body`)}</p>
      </div>
      <EndingToasts />
    </main>
  );
}
