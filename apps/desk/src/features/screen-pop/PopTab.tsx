import type { OpenedPage } from "@patchbay/protocol";
import { IconAlertTriangle, IconExternalLink } from "@tabler/icons-react";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { LinkedText } from "../../parts/LinkedText.js";
import { useWords } from "../../words/words.js";
import { askAgain, bringForward, placeIs, type ShownPage, usePops } from "./pop-store.js";
import "./screen-pop.css";

/** The page that was in front, by interaction. */
const inFront = new Map<string, number>();

/** What the service shows of other systems beside an interaction: a text, and pages of which one is in front. */
export function PopTab({
  interactionId,
  pages,
  text,
}: {
  readonly interactionId: string;
  readonly pages: readonly ShownPage[];
  readonly text: string;
}) {
  const t = useWords();
  const [chosen, setChosen] = useState(inFront.get(interactionId));
  const shown = pages.find(({ at }) => at === chosen) ?? pages[0];
  return (
    <div className="pop">
      {text.trim() !== "" && (
        <p className="pop-text">
          <LinkedText text={text} />
        </p>
      )}
      {pages.length > 1 && (
        <fieldset className="segment pop-pages">
          <legend className="vh">{t("pop.pages")}</legend>
          {pages.map(({ page: { label }, at }) => (
            <button
              key={at}
              type="button"
              className={at === shown?.at ? "on" : ""}
              aria-pressed={at === shown?.at}
              onClick={() => {
                inFront.set(interactionId, at);
                setChosen(at);
              }}
            >
              {label}
            </button>
          ))}
        </fieldset>
      )}
      {shown !== undefined && <Page key={shown.at} interactionId={interactionId} {...shown} />}
    </div>
  );
}

function Page({
  interactionId,
  at,
  page: { label, url, missing, framing },
}: {
  readonly interactionId: string;
  readonly at: number;
  readonly page: OpenedPage;
}) {
  const t = useWords();
  const key = `${interactionId} ${at}`;
  const state = usePops((all) => all.frames.find((frame) => frame.key === key)?.state);
  const isFramed = url !== null && framing !== "refused" && state !== "blocked";
  if (url === null)
    return (
      <div className="pop-told" role="status">
        <IconAlertTriangle size={16} stroke={1.7} aria-hidden="true" />
        <span>
          {missing.length > 0
            ? t("pop.missing", { label, values: missing.join(", ") })
            : t("pop.notListed", { label })}
        </span>
        <button type="button" className="btn sm" onClick={() => void askAgain(interactionId)}>
          {t("pop.again")}
        </button>
      </div>
    );
  return (
    <>
      <div className="pop-told">
        <span className="grow small soft" role="status">
          {!isFramed
            ? t("pop.refused", { label })
            : state === "late"
              ? t("pop.late")
              : state === "loading"
                ? t("pop.loading")
                : framing === "unknown"
                  ? t("pop.unknown")
                  : new URL(url).host}
        </span>
        <a className="btn sm" href={url} target="_blank" rel="noopener noreferrer">
          <IconExternalLink size={14} stroke={1.8} aria-hidden="true" />
          {t("pop.newTab")}
        </a>
      </div>
      {isFramed && <Place frameKey={key} interactionId={interactionId} url={url} label={label} />}
    </>
  );
}

/** The place over which the frame lies, wherever the column is and however large. */
function Place({
  frameKey,
  interactionId,
  url,
  label,
}: {
  readonly frameKey: string;
  readonly interactionId: string;
  readonly url: string;
  readonly label: string;
}) {
  const own = useRef<HTMLDivElement>(null);
  useEffect(
    () => bringForward({ key: frameKey, interactionId, url, label }),
    [frameKey, interactionId, url, label],
  );
  useLayoutEffect(() => {
    const element = own.current;
    if (element === null) return;
    let asked = 0;
    let last = "";
    // Columns slide and banners push: the place is looked at with each picture, and told when it is another.
    const look = (): void => {
      const rect = element.getBoundingClientRect();
      const now = [rect.left, rect.top, rect.width, rect.height].join();
      if (now !== last) placeIs({ key: frameKey, rect });
      last = now;
      asked = window.requestAnimationFrame(look);
    };
    look();
    return () => {
      window.cancelAnimationFrame(asked);
      placeIs(null);
    };
  }, [frameKey]);
  return <div ref={own} className="pop-place" />;
}
