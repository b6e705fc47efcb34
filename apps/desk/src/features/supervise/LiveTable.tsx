import type { ReactNode } from "react";
import { useWords } from "../../words/words.js";

export interface Column {
  /** Path of its head in the words. */
  readonly words: string;
  /** `r`: numbers, at the right; `acts`: buttons; the others: their share of the width. */
  readonly look?:
    | "r"
    | "r narrow"
    | "r why"
    | "r estimate"
    | "who"
    | "service"
    | "doing"
    | "with"
    | "acts"
    | "reading";
  /** What stands below says enough to who sees it. */
  readonly unseen?: boolean;
  /** Paths of what stands over each of the column's buttons, in place of the head itself. */
  readonly over?: readonly string[];
}

/** A headed table of what is going on; on a narrow screen it is moved sideways under its head. */
export function LiveTable({
  id,
  columns,
  children,
  count,
}: {
  /** Its name in `supervise` of the words, and its id on the page. */
  readonly id: "services" | "calls" | "active" | "queue";
  readonly columns: readonly Column[];
  /** Its rows; or, of a table of any length, its whole body (`VirtualBody`). */
  readonly children: ReactNode;
  /** How many rows a table of any length has; absent: all of them are here. */
  readonly count?: number;
}) {
  const t = useWords();
  return (
    <>
      <h2 id={`${id}-head`}>{t(`supervise.${id}`)}</h2>
      <section className={`scroll${count === undefined ? "" : " long"}`} aria-labelledby={`${id}-head`}>
        <table className="table" aria-rowcount={count === undefined ? undefined : count + 1}>
          <thead>
            <tr>
              {columns.map(({ words, look, unseen, over }) => (
                <th key={words} scope="col" className={look}>
                  {unseen ? <span className="vh">{t(words)}</span> : t(words)}
                  {over && (
                    <span className="live-acts" aria-hidden="true">
                      {over.map((each) => (
                        <span key={each}>{t(each)}</span>
                      ))}
                    </span>
                  )}
                </th>
              ))}
            </tr>
          </thead>
          {count === undefined ? <tbody>{children}</tbody> : children}
        </table>
      </section>
    </>
  );
}
