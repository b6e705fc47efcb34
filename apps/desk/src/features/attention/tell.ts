import type { AttentionKind } from "@patchbay/protocol";
import { usePhone } from "../../phone/phone-store.js";
import { usePreferences } from "../../state/preferences.js";
import { useDesk } from "../../state/store.js";
import { chime } from "./chimes.js";

export interface Notice {
  readonly kind: AttentionKind;
  readonly title: string;
  readonly body: string;
  /** Two of the same tag are one: the newer takes the older's place. */
  readonly tag: string;
  /** What a click on it opens, besides the window. */
  readonly onOpen?: () => void;
}

/** Whether somebody looks at this page now. */
export const isLookedAt = (): boolean => document.visibilityState === "visible" && document.hasFocus();

export const notificationsAllowed = (): boolean =>
  "Notification" in window && Notification.permission === "granted";

/** The one sound of a kind, as the agent has chosen; what rings has a ringer of its own. */
export function soundOf(kind: AttentionKind): void {
  const { kinds, volume } = usePreferences.getState().preferences.attention;
  if (kinds[kind].sound) chime(kind, usePhone.getState().choice.ring, volume);
}

/**
 * A notification outside the page, where the agent wants and the browser allows it, and nobody looks at the page. Only
 * one tab of a seat tells: the one the server has named.
 */
export function notify({ kind, title, body, tag, onOpen }: Notice): void {
  const wanted = usePreferences.getState().preferences.attention.kinds[kind].notification;
  if (!wanted || !useDesk.getState().leader || isLookedAt() || !notificationsAllowed()) return;
  const notification = new Notification(title, { body, tag });
  notification.onclick = () => {
    window.focus();
    onOpen?.();
    notification.close();
  };
}
