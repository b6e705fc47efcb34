import type { ReactNode } from "react";
import { useWords } from "../../words/words.js";

export interface Column {
  /** Path of its head in the words. */
  readonly words: string;
  /** `r`: numbers, at the right; `wide`, `who`: takes more than its share; `acts`: buttons, at the right. */
  readonly look?: "r" | "wide" | "who" | "acts" | "r narrow";
  /** What stands below says enough to who sees it. */
  readonly unseen?: boolean;
}

/** A headed table of what is going on; on a narrow screen it is moved sideways under its head. */
export function LiveTable({
  id,
  columns,
  children,
}: {
  /** Its name in `supervise` of the words, and its id on the page. */
  readonly id: "services" | "agents" | "calls" | "queue";
  readonly columns: readonly Column[];
  readonly children: ReactNode;
}) {
  const t = useWords();
  return (
    <>
      <h2 id={`${id}-head`}>{t(`supervise.${id}`)}</h2>
      <section className="scroll" aria-labelledby={`${id}-head`}>
        <table className="table">
          <thead>
            <tr>
              {columns.map(({ words, look, unseen }) => (
                <th key={words} scope="col" className={look}>
                  {unseen ? <span className="vh">{t(words)}</span> : t(words)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>{children}</tbody>
        </table>
      </section>
    </>
  );
}
