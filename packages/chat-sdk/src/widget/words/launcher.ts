import type { WidgetLanguage } from "@patchbay/protocol";

interface LauncherWords {
  readonly close: string;
  readonly notNow: string;
  readonly unread: (title: string, count: number) => string;
}

export const launcherWords: Readonly<Record<WidgetLanguage, LauncherWords>> = {
  en: {
    close: "Close the chat",
    notNow: "Not now",
    unread: (title, count) => `${title}: ${count === 1 ? "1 new message" : `${count} new messages`}`,
  },
  de: {
    close: "Chat schließen",
    notNow: "Jetzt nicht",
    unread: (title, count) => `${title}: ${count === 1 ? "1 neue Nachricht" : `${count} neue Nachrichten`}`,
  },
  es: {
    close: "Cerrar el chat",
    notNow: "Ahora no",
    unread: (title, count) => `${title}: ${count === 1 ? "1 mensaje nuevo" : `${count} mensajes nuevos`}`,
  },
  fr: {
    close: "Fermer la discussion",
    notNow: "Pas maintenant",
    unread: (title, count) =>
      `${title} : ${count === 1 ? "1 nouveau message" : `${count} nouveaux messages`}`,
  },
};
