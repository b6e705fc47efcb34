/** @jsxImportSource preact */
import { render } from "preact";
import { type FromPanel, isMessage, type ToPanel } from "../messages.js";
import { panelWords } from "../words/index.js";
import { languageFor } from "../words/language.js";
import { PanelContext } from "./context.js";
import { dress } from "./dress.js";
import { Panel } from "./Panel.js";
import { sampleChat } from "./sample-chat.js";

/**
 * The panel as Set-up shows it beside the form: with settings that nobody has saved, which the page around it tells, and
 * without any chat. Only a page of our own origin is listened to; nobody else may frame it either.
 */
export function showPreview(place: HTMLElement): void {
  const tell = (message: FromPanel): void => window.parent.postMessage(message, location.origin);
  let chats: { readonly key: string; readonly chat: ReturnType<typeof sampleChat> } | null = null;
  addEventListener("message", ({ data, source, origin }: MessageEvent<unknown>) => {
    if (source !== window.parent || origin !== location.origin || !isMessage(data)) return;
    const message = data as ToPanel;
    if (message.patchbay !== "preview") return;
    const { settings, theme, begun } = message;
    const language = languageFor(settings.languages, message.language, []);
    dress(settings, language, theme);
    const key = `${language} ${begun}`;
    if (chats?.key !== key) chats = { key, chat: sampleChat(language, begun) };
    render(
      <PanelContext.Provider value={{ chat: chats.chat, settings, language, words: panelWords[language] }}>
        <Panel key={key} shown focus={false} about={{}} close={() => tell({ patchbay: "close" })} />
      </PanelContext.Provider>,
      place,
    );
  });
  tell({ patchbay: "ready" });
}
