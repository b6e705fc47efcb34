import { asId, type InteractionId } from "@patchbay/core";
import {
  fillPop,
  type OpenedPage,
  type PopValues,
  popOrigin,
  popUrlProblem,
  type ScreenPop,
  type ScreenPopForm,
  unknownPopVariable,
} from "@patchbay/protocol";
import type { ContactRow, InteractionData } from "../center/content.js";
import type { CenterHandle } from "../center/edge.js";
import type { FramingCheck } from "./framing.js";

/** Where in the form something is that cannot be; `null`: nothing is. */
export function formProblem(form: ScreenPopForm): string | null {
  for (const [index, origin] of form.origins.entries())
    if (popOrigin(origin) !== origin) return `form.origins.${index}`;
  for (const [index, page] of form.pages.entries())
    if (popUrlProblem(page.url, form.origins) !== null) return `form.pages.${index}.url`;
  return unknownPopVariable(form.text) === null ? null : "form.text";
}

/** What belongs beside an interaction for one agent: each address with its values, as far as they are known. */
export async function openedFor(
  { handle, framing }: { readonly handle: CenterHandle; readonly framing: FramingCheck },
  asked: { readonly interactionId: string; readonly agentId: string; readonly deskOrigin: string },
): Promise<ScreenPop> {
  const { records, center } = handle;
  const interaction = center.state.interactions.get(asId<InteractionId>(asked.interactionId));
  if (interaction === undefined) return { pages: [], text: "" };
  const saved = await records.screenPops.ofService(interaction.serviceId);
  if (saved === undefined) return { pages: [], text: "" };
  const [contact, data] = await Promise.all([
    records.contact(interaction.contactId),
    records.interactionData(asked.interactionId),
  ]);
  const user = handle.words().users.get(asked.agentId);
  const values: PopValues = {
    ...valuesOfContact(contact),
    ...valuesOfData(data),
    "agent.name": `${user?.firstName ?? ""} ${user?.lastName ?? ""}`.trim(),
    "agent.username": user?.username ?? "",
    "case.number": String(interaction.caseNumber),
    "interaction.id": interaction.id,
    "interaction.channel": interaction.channel,
    "service.name": handle.words().services.get(interaction.serviceId)?.name ?? "",
  };
  const { form } = saved;
  const pages = form.pages.map(async ({ label, url, when, stays }): Promise<OpenedPage> => {
    const filled = fillPop(url, values, encodeURIComponent);
    // The list may have become shorter since the page was saved, and a value must not lead elsewhere.
    const isListed = form.origins.includes(popOrigin(filled.text) ?? "");
    const opens = filled.missing.length === 0 && isListed;
    return {
      label,
      when,
      stays,
      url: opens ? filled.text : null,
      missing: [...filled.missing],
      framing: opens ? await framing.of(filled.text, asked.deskOrigin) : "unknown",
    };
  });
  return { pages: await Promise.all(pages), text: fillPop(form.text, values).text };
}

function valuesOfContact(contact: ContactRow | undefined): PopValues {
  if (contact === undefined) return {};
  return {
    "customer.firstName": contact.firstName,
    "customer.lastName": contact.lastName,
    "customer.name": `${contact.firstName} ${contact.lastName}`.trim(),
    "customer.phone": contact.phones[0] ?? "",
    "customer.email": contact.emails[0] ?? "",
    "customer.account": contact.account ?? "",
    "customer.language": contact.record?.language ?? "",
    ...Object.fromEntries(
      (contact.record?.fields ?? []).map(({ name, value }) => [`customer.field.${name}`, value]),
    ),
  };
}

const valuesOfData = (data: InteractionData | undefined): PopValues =>
  Object.fromEntries(Object.entries(data?.parameters ?? {}).map(([name, value]) => [`data.${name}`, value]));
