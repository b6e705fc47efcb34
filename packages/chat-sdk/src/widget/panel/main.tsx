/** @jsxImportSource preact */
import type { WidgetAnswer } from "@patchbay/protocol";
import { type JSX, render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { type ChatClient, openChat } from "../../client/index.js";
import { type FromPanel, isMessage, type ToPanel } from "../messages.js";
import { panelWords } from "../words/index.js";
import { languageFor } from "../words/language.js";
import { PanelContext } from "./context.js";
import { dress } from "./dress.js";
import { useNotifying } from "./notifying.js";
import { Panel } from "./Panel.js";
import "./panel.css";

const query = new URLSearchParams(location.search);
const entry = query.get("entry") ?? "";
const wished = query.get("lang") ?? "";

/** To the page around us, whose origin may be any: it learns counts, never what is said. */
const tell = (message: FromPanel): void => window.parent.postMessage(message, "*");

/** How often a closed chat that is looked at asks whether it has opened. */
const CLOSED_LOOK_MS = 60_000;

/** `null`: there was no answer, or the entry is gone. */
async function newest(): Promise<WidgetAnswer | null> {
  try {
    const response = await fetch(`/api/customer/v1/widget?appId=${encodeURIComponent(entry)}`);
    return response.ok ? ((await response.json()) as WidgetAnswer) : null;
  } catch {
    return null;
  }
}

async function settingsOf(): Promise<WidgetAnswer> {
  for (let attempt = 0; ; attempt += 1) {
    const settings = await newest();
    if (settings !== null) return settings;
    await new Promise((resolve) => setTimeout(resolve, Math.min(30_000, 1_000 * 2 ** attempt)));
  }
}

/** What a page says of its visitor may be anything. */
const textsOf = (values: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  );

function Whole({
  chat,
  begunWith,
}: {
  readonly chat: ChatClient;
  readonly begunWith: WidgetAnswer;
}): JSX.Element {
  const [settings, setSettings] = useState(begunWith);
  const [shown, setShown] = useState(window.parent === window);
  const [focus, setFocus] = useState(window.parent === window);
  const [about, setAbout] = useState<Readonly<Record<string, string>>>({});
  useEffect(() => {
    const hear = ({ data, source }: MessageEvent<unknown>): void => {
      if (source !== window.parent || !isMessage(data)) return;
      const message = data as ToPanel;
      if (message.patchbay === "about") {
        const { address, title } = message.page;
        setAbout({ ...textsOf(message.parameters), page: address, page_title: title });
      } else if (message.patchbay === "shown" || message.patchbay === "hidden") {
        // It was loaded a while ago: each opening has what is set at that moment.
        if (message.patchbay === "shown") void newest().then((now) => now !== null && setSettings(now));
        setShown(message.patchbay === "shown");
        setFocus(message.patchbay === "shown" && message.focus);
      }
    };
    addEventListener("message", hear);
    tell({ patchbay: "ready" });
    return () => removeEventListener("message", hear);
  }, []);
  const { open, opensAt } = settings;
  useEffect(() => {
    if (open || !shown) return;
    // Somebody waits for it to open: at its time, and otherwise now and then, for it may be opened by hand.
    const left =
      opensAt === null ? CLOSED_LOOK_MS : Math.max(1_000, opensAt - Date.now() + Math.random() * 2_000);
    const timer = setTimeout(
      () => void newest().then((now) => now !== null && setSettings(now)),
      Math.min(left, CLOSED_LOOK_MS),
    );
    return () => clearTimeout(timer);
  }, [open, opensAt, shown, settings]);
  useEffect(() => {
    const count = (): void =>
      tell({ patchbay: "chat", active: chat.state.phase !== "none", unread: chat.state.unread });
    count();
    return chat.subscribe(count);
  }, [chat]);
  const notifying = useNotifying(chat, tell);
  const language = languageFor(settings.languages, wished, navigator.languages);
  useEffect(() => dress(settings, language, query.get("theme") ?? settings.theme), [settings, language]);
  return (
    <PanelContext.Provider value={{ chat, settings, language, words: panelWords[language], notifying }}>
      <Panel shown={shown} focus={focus} about={about} close={() => tell({ patchbay: "close" })} />
    </PanelContext.Provider>
  );
}

async function begin(): Promise<void> {
  const place = document.getElementById("panel");
  if (place === null) return;
  if (query.has("preview")) {
    const { showPreview } = await import("./preview.js");
    showPreview(place);
    return;
  }
  const settings = await settingsOf();
  const language = languageFor(settings.languages, wished, navigator.languages);
  dress(settings, language, query.get("theme") ?? settings.theme);
  const chat = await openChat({ server: "", appId: entry, language });
  place.textContent = "";
  render(<Whole chat={chat} begunWith={settings} />, place);
}

void begin();
