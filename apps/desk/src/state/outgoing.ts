import { type DeskInput, type DeskRequestKey, deskRequests } from "@patchbay/protocol";
import type { Answer, Link, OpenRequest } from "../link/link.js";
import { ask } from "./asking.js";
import { audienceOf, draftSent, saveDraft } from "./drafts.js";
import { uploadFile } from "./file-upload.js";
import type { Keeper } from "./kept.js";
import { watchLeaving } from "./leaving.js";
import { type Audience, type OutgoingLine, serverNow, useDesk } from "./store.js";
import { putAside, takeBack } from "./undelivered.js";

/**
 * Messages and files on their way: a line stands in its chat at once, and leaves when its committed view is in the
 * transcript, or when the agent has decided about a refused one.
 */

const { getState: get, setState: set } = useDesk;
let keeper: Keeper | null = null;

/** Takes up what an earlier page of this agent had on its way. */
export function restoreOutgoing(from: Keeper): void {
  keeper = from;
  set({ outgoing: [...from.lines.read().values()] });
}

/** What had no answer when the page went away is sent again, each under its old id: done twice, it is there once. */
export function resumeOutgoing(link: Link, requests: readonly OpenRequest[]): void {
  link.resume(requests, (request, answer) => {
    if (request.name === deskRequests.sendMessage.name)
      delivered(request.input as DeskInput<"sendMessage">, answer);
  });
  const sent = new Set<string>();
  for (const { name, input } of requests) {
    if (name === deskRequests.sendMessage.name) sent.add((input as DeskInput<"sendMessage">).clientMessageId);
  }
  for (const line of get().outgoing) {
    if (line.state === "sending" && !sent.has(line.clientMessageId)) void deliver(line);
  }
}

/** Sends what is in the composer of this chat, and of no other. */
export function sendText(interactionId: string): void {
  const draft = get().drafts.get(interactionId);
  const text = draft?.text.trim() ?? "";
  if (text === "") return;
  const line: OutgoingLine = {
    clientMessageId: crypto.randomUUID(),
    interactionId,
    customer: customerOf(interactionId),
    at: serverNow(),
    audience: audienceOf(interactionId),
    body: { kind: "text", text },
    state: "sending",
    progress: null,
    error: null,
  };
  set({ outgoing: [...get().outgoing, line] });
  draftSent(interactionId);
  void deliver(line);
  // The server's copy of the draft goes too, after the message: in between, a crash shows the text twice, never not at all.
  void saveDraft(interactionId);
}

export function retry(clientMessageId: string): void {
  const line = get().outgoing.find((other) => other.clientMessageId === clientMessageId);
  if (line?.body.kind !== "text") return;
  updateOutgoing(clientMessageId, { state: "sending", error: null });
  void deliver(line);
}

/** Gives the text of a message that failed back to the composer. */
export function discardOutgoing(clientMessageId: string): void {
  set({ outgoing: get().outgoing.filter((line) => line.clientMessageId !== clientMessageId) });
}

async function deliver(line: OutgoingLine): Promise<void> {
  if (line.body.kind !== "text") return;
  const { interactionId, audience, clientMessageId } = line;
  const sent = { interactionId, audience, clientMessageId, body: line.body };
  // A message that was refused needs a new id: the old one would get the old answer.
  const id = line.error === null ? clientMessageId : crypto.randomUUID();
  delivered(sent, await ask("sendMessage", sent, { id, keep: true }));
}

function delivered(
  { clientMessageId, interactionId }: DeskInput<"sendMessage">,
  answer: Answer<"sendMessage"> | Answer<DeskRequestKey>,
): void {
  const { data } = get();
  if (!answer.ok) updateOutgoing(clientMessageId, { state: "failed", error: answer.error.code });
  // It is there, and its view never comes here: the chat has left this desk.
  else if (data !== null && !data.interactions.has(interactionId)) discardOutgoing(clientMessageId);
  else dropArrived();
  linesFollow();
}

/** What was refused and has no place any more is put aside; it comes back with its chat. */
export function linesFollow(): void {
  const { data, outgoing } = get();
  if (data === null) return;
  const here = (interactionId: string): boolean => data.interactions.has(interactionId);
  const gone = outgoing.filter((line) => line.state === "failed" && !here(line.interactionId));
  for (const { interactionId, customer, audience, body, at, error } of gone) {
    const text = body.kind === "text" ? body.text : body.name;
    const kind = body.kind === "text" ? "message" : "file";
    putAside({ interactionId, customer, kind, audience, text, at, error });
  }
  const back = takeBack("message", here).map(
    ({ interactionId, customer, audience, text, at, error }): OutgoingLine => ({
      clientMessageId: crypto.randomUUID(),
      interactionId,
      customer,
      at,
      audience,
      body: { kind: "text", text },
      state: "failed",
      progress: null,
      error,
    }),
  );
  if (gone.length > 0 || back.length > 0)
    set({ outgoing: [...outgoing.filter((line) => !gone.includes(line)), ...back] });
}

const customerOf = (interactionId: string): string =>
  get().data?.interactions.get(interactionId)?.contact.name ?? "";

// Texts that were sent are kept until they are in a transcript, or the agent has decided about them. Files are not: their
// bytes are this page's.
useDesk.subscribe(({ outgoing }, before) => {
  if (outgoing === before.outgoing) return;
  const texts = outgoing.filter((line) => line.body.kind === "text");
  keeper?.lines.keep(new Map(texts.map((line) => [line.clientMessageId, line])));
});
watchLeaving(() => {
  const { session, outgoing } = get();
  const uploads = outgoing.some((line) => line.body.kind === "file" && line.state === "sending");
  return session.phase === "signed_in" && (uploads || keeper?.safe() === false);
});

function updateOutgoing(clientMessageId: string, change: Partial<OutgoingLine>): void {
  set({
    outgoing: get().outgoing.map((line) =>
      line.clientMessageId === clientMessageId ? { ...line, ...change } : line,
    ),
  });
}

/** Uploads, then sends. Each file is a line with its progress; `cancel` takes it back while it goes up or waits to. */
export function sendFile(
  interactionId: string,
  file: File,
  audience: Audience = audienceOf(interactionId),
): { clientMessageId: string; cancel: () => void } {
  const clientMessageId = crypto.randomUUID();
  const line: OutgoingLine = {
    clientMessageId,
    interactionId,
    customer: customerOf(interactionId),
    at: serverNow(),
    audience,
    body: { kind: "file", name: file.name, bytes: file.size },
    state: "sending",
    progress: 0,
    error: null,
  };
  set({ outgoing: [...get().outgoing, line] });
  const limit = get().data?.settings.uploadBytesMax ?? Number.POSITIVE_INFINITY;
  if (file.size > limit) {
    updateOutgoing(clientMessageId, { state: "failed", error: "file_too_large" });
    return { clientMessageId, cancel: () => discardOutgoing(clientMessageId) };
  }
  const stop = uploadFile(file, {
    isWanted: () => get().outgoing.some((other) => other.clientMessageId === clientMessageId),
    onProgress: (progress) => updateOutgoing(clientMessageId, { progress }),
    onFailed: (error) => updateOutgoing(clientMessageId, { state: "failed", error }),
    onDone: (fileId) => {
      const sent = { interactionId, audience, clientMessageId, body: { kind: "file", fileId } } as const;
      void ask("sendMessage", sent, { id: clientMessageId, keep: true }).then((answer) =>
        delivered(sent, answer),
      );
    },
  });
  const cancel = (): void => {
    stop();
    discardOutgoing(clientMessageId);
  };
  return { clientMessageId, cancel };
}

/** A line leaves the outbox when its committed view is in the transcript. */
export function dropArrived(): void {
  const { outgoing, data } = get();
  if (!data || outgoing.length === 0) return;
  const left = outgoing.filter(
    (line) =>
      !data.messages
        .get(line.interactionId)
        ?.some((message) => message.clientMessageId === line.clientMessageId),
  );
  if (left.length !== outgoing.length) set({ outgoing: left });
}
