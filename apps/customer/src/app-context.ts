import type { Keep } from "@patchbay/chat-sdk/parts";
import { createContext, useContext, useSyncExternalStore } from "react";
import type { Customer, Session, SessionState } from "./session/index.js";
import type { MessagingApi } from "./wire/index.js";

export interface AppContext {
  readonly session: Session;
  readonly api: MessagingApi;
  readonly keep: Keep;
  readonly customer: Customer;
  readonly setCustomer: (customer: Customer) => void;
  readonly go: (page: Page) => void;
}

export const pages = ["home", "report", "chat"] as const;
export type Page = (typeof pages)[number];

export const Context = createContext<AppContext | null>(null);

export function useApp(): AppContext {
  const context = useContext(Context);
  if (context === null) throw new Error("useApp outside of the app");
  return context;
}

/** Draws again only when the chosen slice changes. The choice must return the same object for the same state. */
export function useSession<T>(choose: (state: SessionState) => T): T {
  const { store } = useApp().session;
  return useSyncExternalStore(store.subscribe, () => choose(store.get()));
}

/** The page is in the address, so the phone's Back works. */
export function usePage(): Page {
  const hash = useSyncExternalStore(
    (changed) => {
      addEventListener("hashchange", changed);
      return () => removeEventListener("hashchange", changed);
    },
    () => location.hash,
  );
  return pages.find((page) => hash === `#/${page}`) ?? "home";
}

export function goTo(page: Page): void {
  location.hash = `#/${page}`;
}
