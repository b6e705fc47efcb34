import type { ComponentProps } from "react";
import { EmptyState } from "../../parts/EmptyState.js";
import { useWords } from "../../words/words.js";

/** Which part of a list is shown. */
export function FilterSegment<F extends string>({
  words,
  filters,
  chosen,
  counted,
  onChoose,
}: {
  /** Where its words are: `<words>.filter`, and `<words>.filters.<each>`. */
  readonly words: string;
  readonly filters: readonly F[];
  readonly chosen: F;
  /** The one with a number beside it; none when it is 0. */
  readonly counted: { readonly filter: F; readonly count: number };
  readonly onChoose: (filter: F) => void;
}) {
  const t = useWords();
  return (
    <fieldset className="segment dir-filter">
      <legend className="vh">{t(`${words}.filter`)}</legend>
      {filters.map((one) => (
        <button
          key={one}
          type="button"
          className={chosen === one ? "on" : ""}
          aria-pressed={chosen === one}
          onClick={() => onChoose(one)}
        >
          {t(`${words}.filters.${one}`)}
          {one === counted.filter && counted.count > 0 && <span className="count">{counted.count}</span>}
        </button>
      ))}
    </fieldset>
  );
}

/** What a list says that could not be read, or in which nothing is. */
export function ListHints({
  words,
  filter,
  state,
  isEmpty,
  isSought,
  Icon,
  onAgain,
}: {
  /** Where its words are: `<words>.failed`, and `<words>.empty.<filter>` with a title and more. */
  readonly words: string;
  readonly filter: string;
  readonly state: "loading" | "there" | "failed";
  readonly isEmpty: boolean;
  /** Something is being looked for in it. */
  readonly isSought: boolean;
  /** Over the words for an empty list. */
  readonly Icon: ComponentProps<typeof EmptyState>["Icon"];
  readonly onAgain: () => void;
}) {
  const t = useWords();
  if (state === "failed")
    return (
      <p className="dir-hint" role="alert">
        {t(`${words}.failed`)}{" "}
        <button type="button" className="btn sm" onClick={onAgain}>
          {t("context.history.retry")}
        </button>
      </p>
    );
  if (state !== "there" || !isEmpty) return null;
  if (isSought) return <p className="dir-hint">{t("directory.nothingFound")}</p>;
  const empty = `${words}.empty.${filter}`;
  return <EmptyState Icon={Icon} title={t(`${empty}.title`)} more={t(`${empty}.more`)} />;
}
