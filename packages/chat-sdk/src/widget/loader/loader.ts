import type { WidgetAnswer } from "@patchbay/protocol";
import { type FromPanel, isMessage, type ToPanel } from "../messages.js";
import { languageFor, textIn } from "../words/language.js";
import { launcherWords } from "../words/launcher.js";
import { pagePush } from "./page-push.js";
import { chatIcon, closeIcon, style } from "./style.js";

/** For the page's own scripts: `window.Patchbay`. See docs/web-chat.md. */
export interface PageApi {
  open(): void;
  close(): void;
  /** What the page knows of its visitor, such as `email`: it is sent with a chat that is begun after this. */
  identify(parameters: Readonly<Record<string, string>>): void;
  /** `chat`: whether one goes on; `unread`: messages that were not looked at. @returns how to stop listening */
  on(event: "open" | "close" | "chat" | "unread", listener: (value: boolean | number) => void): () => void;
  /** Takes everything away again; the chat itself goes on. */
  destroy(): void;
}

interface LoaderOptions {
  readonly server: string;
  readonly entry: string;
  readonly language: string | null;
  readonly theme: string | null;
  /** The path of the worker that shows notifications; `null`: the visitor is not asked. */
  readonly push: string | null;
}

/** What a visitor's browser remembers for this page: whether the panel was open, and that the greeting was put away. */
const REMEMBERED = "patchbay-chat";

/** Puts the launcher on the page; the panel comes with the first click, or when a chat goes on. */
export function startLauncher(options: LoaderOptions, settings: WidgetAnswer): PageApi {
  const language = languageFor(
    settings.languages,
    options.language ?? document.documentElement.lang,
    navigator.languages,
  );
  const words = launcherWords[language];
  const title = textIn(settings.title, language, settings.languages);
  const remembered = memory(`${REMEMBERED}:${options.entry}`);
  const push = pagePush(options.push);

  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style(settings.colour, settings.textColour, settings.side));
  root.adoptedStyleSheets = [sheet];
  const box = document.createElement("div");
  const launcher = document.createElement("button");
  launcher.type = "button";
  launcher.className = "launcher";
  launcher.setAttribute("aria-haspopup", "dialog");
  const greeting = document.createElement("div");
  box.append(greeting, launcher);
  root.append(box);

  const listeners = new Map<string, Set<(value: boolean | number) => void>>();
  const tell = (event: string, value: boolean | number): void => {
    for (const listener of listeners.get(event) ?? []) listener(value);
  };
  let frame: HTMLIFrameElement | null = null;
  let isReady = false;
  let isOpen = false;
  let unread = 0;
  let active = false;
  /** The visitor opened it on this page. */
  let wasAsked = false;
  let parameters: Readonly<Record<string, string>> = {};

  const send = (message: ToPanel): void => {
    if (isReady) frame?.contentWindow?.postMessage(message, options.server);
  };
  // Without what follows the path: it may hold what is nobody's business, such as a link to set a password anew.
  const about = (): void =>
    send({
      patchbay: "about",
      parameters,
      page: { address: location.origin + location.pathname, title: document.title },
    });

  const aboutPush = (): void => {
    const standing = push.standing();
    send({ patchbay: "push", standing: remembered.get().notNotified === true ? "none" : standing });
  };

  const draw = (): void => {
    launcher.innerHTML = isOpen ? closeIcon : chatIcon;
    launcher.setAttribute("aria-expanded", String(isOpen));
    launcher.setAttribute(
      "aria-label",
      isOpen ? words.close : unread > 0 ? words.unread(title, unread) : title,
    );
    launcher.title = isOpen ? words.close : title;
    if (unread > 0 && !isOpen) {
      const badge = document.createElement("span");
      badge.className = "badge";
      badge.setAttribute("aria-hidden", "true");
      badge.textContent = unread > 99 ? "99+" : String(unread);
      launcher.append(badge);
    }
    box.className = isOpen ? "open-on-phone" : "";
    frame?.classList.toggle("open", isOpen);
    greeting.hidden = isOpen || active || remembered.get().greeted === true;
  };

  const load = (): void => {
    if (frame !== null) return;
    frame = document.createElement("iframe");
    frame.className = "panel";
    frame.title = title;
    frame.allow = "geolocation; clipboard-write";
    const query = new URLSearchParams({ entry: options.entry, lang: language });
    if (options.theme !== null) query.set("theme", options.theme);
    frame.src = `${options.server}/widget/?${query}`;
    root.append(frame);
  };
  const open = (): void => {
    if (isOpen) return;
    isOpen = true;
    wasAsked = true;
    load();
    remembered.set({ open: true, greeted: true });
    draw();
    send({ patchbay: "shown", focus: true });
    frame?.focus();
    tell("open", true);
  };
  const close = (): void => {
    if (!isOpen) return;
    isOpen = false;
    remembered.set({ open: false });
    draw();
    send({ patchbay: "hidden" });
    launcher.focus();
    tell("close", true);
  };

  const hear = ({ data, source, origin }: MessageEvent<unknown>): void => {
    if (frame === null || source !== frame.contentWindow || origin !== options.server || !isMessage(data))
      return;
    const message = data as FromPanel;
    if (message.patchbay === "ready") {
      isReady = true;
      about();
      aboutPush();
      send(isOpen ? { patchbay: "shown", focus: wasAsked } : { patchbay: "hidden" });
    } else if (message.patchbay === "close") close();
    else if (message.patchbay === "notNotified") {
      remembered.set({ notNotified: true });
      aboutPush();
    } else if (message.patchbay === "subscribe") {
      void push.subscribe(message.key).then((subscription) => {
        send({ patchbay: "subscription", subscription });
        aboutPush();
      });
    } else if (message.patchbay === "chat") {
      const before = { active, unread };
      ({ active, unread } = message);
      remembered.set({ active });
      draw();
      if (before.active !== active) tell("chat", active);
      if (before.unread !== unread) tell("unread", unread);
      if (unread > before.unread && document.hidden && remembered.get().notNotified !== true)
        push.show(title, words.unread(title, unread));
    }
  };

  const say = document.createElement("button");
  say.type = "button";
  say.className = "say";
  say.textContent = textIn(settings.greeting, language, settings.languages);
  say.addEventListener("click", open);
  const no = document.createElement("button");
  no.type = "button";
  no.className = "no";
  no.textContent = "×";
  no.setAttribute("aria-label", words.notNow);
  no.addEventListener("click", () => {
    remembered.set({ greeted: true });
    draw();
    launcher.focus();
  });
  greeting.className = "greeting";
  greeting.lang = language;
  greeting.append(say, no);
  launcher.lang = language;
  launcher.addEventListener("click", () => (isOpen ? close() : open()));
  // The panel is on its way while the pointer still is.
  launcher.addEventListener("pointerenter", load, { once: true });
  const closeByKey = (event: KeyboardEvent): void => {
    if (event.key === "Escape" && isOpen && root.activeElement !== null) close();
  };
  root.addEventListener("keydown", (event) => closeByKey(event as KeyboardEvent));
  addEventListener("message", hear);
  document.body.append(host);

  const before = remembered.get();
  // A chat goes on from page to page: its messages must be heard, and the panel stands where it stood.
  if (before.active === true) load();
  if (before.active === true && before.open === true && innerWidth > 480) {
    isOpen = true;
  }
  draw();

  return {
    open,
    close,
    identify: (known) => {
      parameters = { ...parameters, ...known };
      about();
    },
    on: (event, listener) => {
      const all = listeners.get(event) ?? new Set();
      listeners.set(event, all.add(listener));
      return () => all.delete(listener);
    },
    destroy: () => {
      removeEventListener("message", hear);
      host.remove();
      Reflect.deleteProperty(window, "Patchbay");
    },
  };
}

interface Remembered {
  readonly open?: boolean;
  readonly active?: boolean;
  readonly greeted?: boolean;
  /** Wants no notifications. */
  readonly notNotified?: boolean;
}

/** A browser that forbids it forgets: the panel is closed on the next page. */
function memory(name: string): { get(): Remembered; set(change: Remembered): void } {
  let last: Remembered = {};
  try {
    last = JSON.parse(localStorage.getItem(name) ?? "{}") as Remembered;
  } catch {
    // Nothing there that can be read.
  }
  return {
    get: () => last,
    set: (change) => {
      last = { ...last, ...change };
      try {
        localStorage.setItem(name, JSON.stringify(last));
      } catch {
        // As above.
      }
    },
  };
}
