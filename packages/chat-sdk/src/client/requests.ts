import type { CustomerRequest } from "@patchbay/protocol";
import { type Outbox, type OutboxItem, put } from "../parts/index.js";
import type { StartRequest } from "./types.js";

/** What is kept unsent as the request it goes out as. */
export function requestOf({ id, body }: OutboxItem): CustomerRequest {
  const clientMessageId = id;
  switch (body.kind) {
    case "message":
      return { type: "message", text: body.text, clientMessageId };
    case "file":
      return { type: "file", fileId: body.fileId ?? "", clientMessageId };
    case "location": {
      const { latitude, longitude, accuracy } = body;
      return { type: "location", latitude, longitude, accuracy, address: null, clientMessageId };
    }
    case "call_request":
      return { type: "call_request", number: body.number, clientMessageId };
    case "call_withdrawal":
      return { type: "call_request_withdrawal" };
    case "form": {
      const { formRequestId, formName, fields } = body;
      return { type: "form", formRequestId, formName, fields: { ...fields }, clientMessageId };
    }
    case "form_declined":
      return { type: "form_declined", formRequestId: body.formRequestId };
    case "end":
      return { type: "end" };
    case "start":
      throw new Error("a start is not a request");
  }
}

/** A start before all that is unsent: what was written before it, or before one that failed, goes with it. */
export function outboxToStart(
  outbox: Outbox,
  { parameters = {}, phone = "", message }: StartRequest,
  newId: () => string,
  at: number,
): Outbox {
  const first = put([], newId(), { kind: "start", phone, parameters }, at);
  const written = outbox.filter(({ body }) => body.kind !== "start");
  const all = written.reduce((list, item) => put(list, item.id, item.body, item.at), first);
  return message === undefined ? all : put(all, newId(), { kind: "message", text: message }, at);
}
