import { asId, type EntryId, isServiceOpenNow } from "@patchbay/core";
import { usualWidget, type WidgetSettings } from "@patchbay/protocol";
import type { CenterHandle } from "../center/edge.js";
import { closedWord } from "./client-kind.js";
import type { Customer } from "./customer.js";
import { MessagingError } from "./messaging-error.js";

/** What an app may know of its entry before any chat. */

export interface Availability {
  readonly chat: "available" | "notAvailable" | "unavailable";
  /** Seconds. */
  readonly ewt?: string;
  readonly agents_available: string;
}

/** @throws {MessagingError} 3000 unless the appId names a chat entry of this center. */
export function checkEntry({ center }: CenterHandle, appId: string): void {
  const entry = center.state.configuration.entries.get(asId<EntryId>(appId));
  if (entry?.channel !== "chat") throw new MessagingError("3000");
}

/** @throws {MessagingError} 5006: the entry leads to no service. */
export function availabilityOf({ center }: CenterHandle, customer: Customer): Availability {
  const { state, questions } = center;
  const entry = state.configuration.entries.get(asId<EntryId>(customer.appId));
  const service = entry === undefined ? undefined : state.configuration.services.get(entry.serviceId);
  if (service === undefined) throw new MessagingError("5006");
  const ewt = questions.estimatedWaitSeconds(service.id, questions.waiting(service.id).count);
  return {
    // Opening hours only, as published. Whether anybody is logged in is our own field.
    chat: isServiceOpenNow(state, service) ? "available" : closedWord(customer.kind),
    ...(ewt === undefined ? {} : { ewt: String(ewt) }),
    agents_available: String(questions.qualified(service.id)),
  };
}

/** What a chat of this entry may be begun with. */
export function entryParameters(
  handle: CenterHandle,
  customer: Customer,
): { parameters: Record<string, string>[] } {
  const entry = handle.words().entries.get(customer.appId);
  return { parameters: (entry?.parameters ?? []).map(({ name, type }) => ({ [name]: type })) };
}

/** What a web page draws its chat with. */
export function widgetConfiguration(
  handle: CenterHandle,
  customer: Customer,
): {
  widgets: { name: string; urls: string[]; definition: Record<string, unknown>; styles: string }[];
} {
  const words = handle.words();
  const name = words.entries.get(customer.appId)?.name ?? words.company;
  const widget = widgetOf(handle, customer.appId);
  const [language = "en"] = widget.languages;
  const title = widget.title[language] ?? words.company;
  const definition = {
    contact_tab: { enabled: true, title, location: widget.side },
    chat_widget: { title, color: widget.colour },
  };
  return { widgets: [{ name, urls: widget.allowedOrigins.slice(), definition, styles: "" }] };
}

/** How the chat of this entry looks on a page; also of one that nobody has set up. */
export const widgetOf = (handle: CenterHandle, appId: string): WidgetSettings =>
  handle.words().entries.get(appId)?.widget ?? usualWidget;
