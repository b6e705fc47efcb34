import { IconTrash } from "@tabler/icons-react";
import { discardUndelivered, type Undelivered, useUndelivered } from "../../state/undelivered.js";
import { useWords } from "../../words/words.js";
import { CopyButton } from "../context/index.js";

/** Words whose chat has left this desk before they got there. They stay until the agent has decided about each. */
export function NotDelivered() {
  const t = useWords();
  const undelivered = useUndelivered((state) => state.undelivered);
  if (undelivered.length === 0) return null;
  return (
    <section className="undelivered" aria-labelledby="undelivered-head">
      <div className="list-head">
        <b id="undelivered-head">{t("undelivered.head")}</b>
      </div>
      <p className="small soft undelivered-why">{t("undelivered.explain")}</p>
      <ul>
        {undelivered.map((entry) => (
          <li key={entry.id}>
            <Entry entry={entry} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Entry({ entry }: { readonly entry: Undelivered }) {
  const t = useWords();
  const { kind, audience, customer, text, error } = entry;
  const what = t(`undelivered.${kind === "message" && audience === "team" ? "whisper" : kind}`, { customer });
  return (
    <div className="undelivered-entry">
      <b className="small">{what}</b>
      <p className="undelivered-text">{text}</p>
      <div className="row between">
        <span className="small mute">
          {error === null ? "" : t(`errors.${error}`, { defaultValue: t("errors.unknown_error") })}
        </span>
        <span className="row tight">
          <CopyButton text={text} what={what} />
          <button
            type="button"
            className="btn icon sm quiet"
            title={t("undelivered.discard", { what })}
            aria-label={t("undelivered.discard", { what })}
            onClick={() => discardUndelivered(entry.id)}
          >
            <IconTrash size={16} stroke={1.7} aria-hidden="true" />
          </button>
        </span>
      </div>
    </div>
  );
}
