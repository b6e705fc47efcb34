import { asId, type CenterState, type Command } from "@patchbay/core";
import type { Submission } from "../center/center.js";
import type { ContactRow, ContentWrite, InteractionData, MessageBody } from "../center/content.js";
import type { MaskingRule } from "../center/masking-rule.js";
import type { CenterWords } from "../center/records.js";
import { decodeEntities, textOfHtml } from "../center/text-and-html.js";
import { hides, maskText } from "./mask-text.js";
import { ruleOfEntry, strictestRule } from "./rules.js";

/**
 * What is submitted, with everything hidden that the interaction's entry hides. It stands before the core is asked and
 * before anything is stored, so that no way into the center goes past it.
 */
export function maskSubmission(submission: Submission, state: CenterState, words: CenterWords): Submission {
  const { content, command } = submission;
  if (content === undefined || content.length === 0) return submission;
  let changed = false;
  const written = content.map((write) => {
    const rule = ruleFor(write, command, state, words);
    if (!hides(rule)) return write;
    changed = true;
    return maskWrite(write, rule);
  });
  return changed ? { ...submission, content: written } : submission;
}

function ruleFor(
  write: ContentWrite,
  command: Command | null,
  state: CenterState,
  words: CenterWords,
): MaskingRule | undefined {
  if (command?.type === "StartInteraction") return ruleOfEntry(words, command.entryId);
  const interactionId = interactionOf(write);
  if (interactionId === undefined) return undefined;
  const interaction = state.interactions.get(asId(interactionId));
  // Begun a moment ago and not decided yet, or forgotten: what it is written through is not known here.
  return interaction === undefined ? strictestRule(words) : ruleOfEntry(words, interaction.entryId);
}

function interactionOf(write: ContentWrite): string | undefined {
  if (write.table === "message") return write.row.interactionId;
  return "interactionId" in write ? write.interactionId : undefined;
}

function maskWrite(write: ContentWrite, rule: MaskingRule): ContentWrite {
  const hide = (text: string): string => maskText(text, rule).text;
  switch (write.table) {
    case "message":
      return { ...write, row: { ...write.row, body: maskBody(write.row.body, rule) } };
    case "interaction_data":
      return { ...write, data: maskData(write.data, hide) };
    case "note":
    case "draft":
    case "transfer_note":
    case "assistance_note":
      return { ...write, text: hide(write.text) };
    case "survey_answer":
      return { ...write, comment: hide(write.comment) };
    case "contact":
      return { ...write, row: maskContact(write.row, hide) };
    default:
      return write;
  }
}

/** A position is no card, whatever its digits come to. */
const POSITIONS: ReadonlySet<string> = new Set(["latitude", "longitude", "accuracy"]);

function maskData(data: InteractionData, hide: (text: string) => string): InteractionData {
  const parameters = Object.entries(data.parameters).map(([name, value]) => [
    hide(name),
    POSITIONS.has(name) && Number.isFinite(Number(value)) ? value : hide(value),
  ]);
  return {
    ...data,
    from: data.from === null ? null : hide(data.from),
    phoneNumber: data.phoneNumber === null ? null : hide(data.phoneNumber),
    parameters: Object.fromEntries(parameters) as Readonly<Record<string, string>>,
  };
}

const maskContact = (row: ContactRow, hide: (text: string) => string): ContactRow => ({
  ...row,
  firstName: hide(row.firstName),
  lastName: hide(row.lastName),
  phones: row.phones.map(hide),
  emails: row.emails.map(hide),
  account: row.account === null ? null : hide(row.account),
});

/** The body as it may be kept; `masked` when anything in it was hidden. Masking it again changes nothing. */
export function maskBody<Body extends MessageBody>(body: Body, rule: MaskingRule | undefined): Body {
  if (!hides(rule)) return body;
  const result = masked(body, rule);
  return result === null ? body : (result as Body);
}

/** @returns `null`: nothing in it was hidden */
function masked(body: MessageBody, rule: MaskingRule): MessageBody | null {
  let hidden = false;
  const hide = (text: string): string => {
    const result = maskText(text, rule);
    hidden ||= result.masked;
    return result.text;
  };
  const hideOr = (text: string | null): string | null => (text === null ? null : hide(text));
  const after = ((): MessageBody => {
    switch (body.kind) {
      case "text": {
        const { html, ...rest } = body;
        const text = hide(body.text);
        // Between tags, in attributes or as entities: what cannot be cut out of it is not kept.
        const says = html !== undefined && [html, decodeEntities(html), textOfHtml(html)];
        const isSafe = says && !says.some((one) => maskText(one, rule).masked);
        hidden ||= html !== undefined && !isSafe;
        return html !== undefined && isSafe && !hidden ? { ...rest, text, html } : { ...rest, text };
      }
      case "file":
        return { ...body, name: hide(body.name) };
      case "location":
        return { ...body, address: hideOr(body.address), url: hideOr(body.url) };
      case "form":
        return { ...body, formName: hide(body.formName), fields: fieldsOf(body.fields, hide) };
      case "navigation":
        return { ...body, title: hide(body.title), page: hide(body.page) };
      case "form_request":
      case "form_withdrawal":
      case "form_declined":
        return { ...body, formName: hide(body.formName) };
      case "secure_form":
        return { ...body, formName: hide(body.formName), fieldNames: body.fieldNames.map(hide) };
      case "cobrowsing":
        return { ...body, providerType: hide(body.providerType), url: hideOr(body.url) };
      case "call_request":
      case "cobrowsing_request":
        return body;
    }
  })();
  return hidden ? { ...after, masked: true } : null;
}

const fieldsOf = (
  fields: Readonly<Record<string, string>>,
  hide: (text: string) => string,
): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [hide(name), hide(value)]));
