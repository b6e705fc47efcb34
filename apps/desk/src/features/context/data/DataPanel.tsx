import { useWords } from "../../../words/words.js";
import { CopyButton } from "../copy-button.js";
import { labelOf, type Pair } from "./pairs.js";
import "./data.css";

/** All that the customer's app sent, in its order. Long values wrap; each can be copied. */
export function DataPanel({ pairs }: { readonly pairs: readonly Pair[] }) {
  const t = useWords();
  if (pairs.length === 0) return null;
  return (
    <section className="panel ctx-data" aria-label={t("context.data.title")}>
      <dl className="pairs">
        {pairs.map(({ name, value }, index) => {
          const label = labelOf(t, name);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a name may come twice, and the place in the list never changes
            <div key={`${index}:${name}`} className="ctx-pair">
              <dt title={name}>{label}</dt>
              <dd>
                {value === "" ? (
                  <span className="mute">{t("context.data.empty")}</span>
                ) : (
                  <span className="ctx-value">{value}</span>
                )}
                {value !== "" && <CopyButton text={value} what={label} />}
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}
