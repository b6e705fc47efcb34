import {
  textColourOn,
  type WidgetAnswer,
  type WidgetLanguage,
  type WidgetSettings,
} from "@patchbay/protocol";
import { IconMessage } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useDesk } from "../../../state/store.js";
import { useWords } from "../../../words/words.js";
import { drawable, type EntryDraft } from "./entry-draft.js";
import { Segment } from "./Segment.js";

type Size = "desktop" | "phone";
type Moment = "before" | "during" | "closed";

/** The real panel in a frame, with what is typed and not saved. It begins no chat. */
export function EntryPreview({
  draft,
  language,
}: {
  readonly draft: EntryDraft;
  readonly language: WidgetLanguage;
}) {
  const t = useWords();
  const company = useDesk((state) => state.data?.company ?? "");
  const frame = useRef<HTMLIFrameElement>(null);
  const [ready, setReady] = useState(false);
  const [size, setSize] = useState<Size>("desktop");
  const [moment, setMoment] = useState<Moment>("before");
  const [shade, setShade] = useState<"light" | "dark">(draft.theme === "dark" ? "dark" : "light");
  // While something is wrong, it stays as it was.
  const now = drawable(draft);
  const [last, setLast] = useState<WidgetSettings | null>(now);
  const print = now === null ? null : JSON.stringify(now);
  useEffect(() => {
    if (print !== null) setLast(JSON.parse(print) as WidgetSettings);
  }, [print]);
  useEffect(() => {
    const hear = ({ data, source, origin }: MessageEvent<unknown>): void => {
      if (source !== frame.current?.contentWindow || origin !== window.location.origin) return;
      if (typeof data === "object" && data !== null && "patchbay" in data && data.patchbay === "ready")
        setReady(true);
    };
    window.addEventListener("message", hear);
    return () => window.removeEventListener("message", hear);
  }, []);
  useEffect(() => {
    if (!ready || last === null) return;
    const { allowedOrigins: _, ...known } = last;
    const settings: WidgetAnswer = {
      ...known,
      company,
      textColour: last.textColour ?? textColourOn(last.colour),
      open: moment !== "closed",
      opensAt: null,
    };
    frame.current?.contentWindow?.postMessage(
      { patchbay: "preview", settings, language, theme: shade, begun: moment === "during" },
      window.location.origin,
    );
  }, [ready, last, company, moment, shade, language]);
  const ground = last ?? draft;
  return (
    <section className="setup-side-part entry-preview">
      <h2>{t("entrySetup.preview")}</h2>
      <div className="entry-preview-ways">
        <Segment
          label={t("entrySetup.moment")}
          options={(["before", "during", "closed"] as const).map((value) => ({
            value,
            name: t(`entrySetup.moments.${value}`),
          }))}
          value={moment}
          onChange={setMoment}
        />
        <Segment
          label={t("entrySetup.size")}
          options={(["desktop", "phone"] as const).map((value) => ({
            value,
            name: t(`entrySetup.sizes.${value}`),
          }))}
          value={size}
          onChange={setSize}
        />
        <Segment
          label={t("entrySetup.shade")}
          options={(["light", "dark"] as const).map((value) => ({
            value,
            name: t(`entrySetup.shades.${value}`),
          }))}
          value={shade}
          onChange={setShade}
        />
      </div>
      <div className={`entry-stage ${size} ${shade} ${ground.side}`}>
        <iframe ref={frame} src="/widget/?preview" title={t("entrySetup.previewFrame")} />
        {size === "desktop" && (
          <span
            className="entry-launcher"
            aria-hidden="true"
            style={{
              background: ground.colour,
              color: ground.textColour ?? textColourOn(ground.colour),
            }}
          >
            <IconMessage size={24} stroke={1.8} />
          </span>
        )}
      </div>
      <p className="small mute" aria-live="polite">
        {t(now === null ? "entrySetup.previewStale" : "entrySetup.previewHint")}
      </p>
    </section>
  );
}
