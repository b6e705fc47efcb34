import { createHash } from "node:crypto";
import { asId, type Command, type InteractionId, type MessageId } from "@patchbay/core";
import type { CustomerRequest, CustomerResult } from "@patchbay/protocol";
import type { FileInfo } from "../center/blobs.js";
import type { SubmitResult } from "../center/center.js";
import type { ContentWrite, CustomerBody, MessageBody } from "../center/content.js";
import type { CenterHandle, Ephemeral } from "../center/edge.js";
import { e164Of } from "../center/phone-number.js";
import { cleanText, cutText } from "../center/plain-text.js";
import { maskBody, maskPreview, ruleOfEntry } from "../masking/index.js";
import type { Customer } from "./customer.js";
import { canonical, Duplicates, LateError } from "./duplicates.js";
import type { Incoming } from "./incoming.js";
import { MessagingError, unavailable } from "./messaging-error.js";
import type { Signaling } from "./signaling.js";
import { refusalOf } from "./start-chat.js";

type File = Extract<MessageBody, { kind: "file" }>;

/** Carries out what an app posted, in its order, through the center. */
export class Posting {
  readonly duplicates: Duplicates<void>;

  constructor(
    private readonly handle: CenterHandle,
    private readonly ephemeral: Ephemeral,
    private readonly signaling: Signaling,
    duplicateMs: number,
  ) {
    this.duplicates = new Duplicates(handle, duplicateMs);
  }

  /**
   * Everything that has to be looked up is looked up first; then all is submitted without a pause, so that one
   * post goes into the journal in one piece and in its order. Only leaving comes last wherever it stands: otherwise
   * what follows it would be lost, or the whole refused although the half of it is stored (decision 0100).
   * @throws {MessagingError} for the first that was refused.
   */
  async post(customer: Customer, chatId: InteractionId, asked: readonly Incoming[]): Promise<void> {
    const files = new Map<string, File>();
    for (const incoming of asked) {
      if (incoming.ask !== "file") continue;
      files.set(incoming.fileId, await this.#fileOf(customer, chatId, incoming.fileId));
    }
    if (
      asked.some((incoming) => "clientMessageId" in incoming && Duplicates.applies(incoming.clientMessageId))
    ) {
      while (!this.duplicates.knows(chatId)) await this.duplicates.learn(chatId);
    }
    const outcomes = leavingLast(asked).map((incoming) => this.#carryOut(customer, chatId, incoming, files));
    for (const outcome of await Promise.allSettled(outcomes)) {
      if (outcome.status === "rejected") throw outcome.reason;
    }
  }

  /**
   * Whether a post to a chat that is over was carried out before: its answer was lost, and it is sent again. That has to
   * be seen from its messages, or from the end that it asked for.
   */
  async wasDone(customer: Customer, chatId: InteractionId, asked: readonly Incoming[]): Promise<boolean> {
    const said: { clientMessageId: string | null; body: MessageBody }[] = [];
    for (const incoming of asked) {
      if (incoming.ask === "message") said.push({ ...incoming, body: this.#mask(customer, incoming.body) });
      if (incoming.ask !== "file") continue;
      const { clientMessageId, fileId } = incoming;
      said.push({
        clientMessageId,
        body: this.#mask(customer, await this.#fileOf(customer, chatId, fileId)),
      });
    }
    if (said.length === 0) return asked.some(({ ask }) => ask === "end");
    return this.duplicates.areStored(chatId, said);
  }

  /**
   * One request of our own API. The same key gets the first answer for 24 h, also across restarts.
   * @param answer what a request with an answer to a form says; `null`: nothing
   */
  async request(
    customer: Customer,
    chatId: InteractionId,
    idempotencyKey: string,
    request: CustomerRequest,
    answer: CustomerBody | null = null,
  ): Promise<CustomerResult> {
    const command = await this.#commandOf(customer, chatId, request, answer);
    if (command === undefined) return { messageId: null, repeated: false };
    // Of what may be kept: the digest of a card's number gives the number away to whoever tries them all.
    const kept = command.content.map((write) => (write.table === "message" ? write.row.body : null));
    const asked = createHash("sha256")
      .update(canonical(command.content.length === 0 ? request : [request.type, kept]))
      .digest("base64url");
    const result = await this.handle.center.submit({
      command: command.command,
      content: command.content,
      key: `customer:${customer.clientKey}:${chatId}:${idempotencyKey}`,
      result: { messageId: command.messageId, asked },
    });
    if (!result.ok) throw refusalOf(result);
    const first = readFirst(result.result);
    if (result.repeated && first.asked !== asked) {
      throw new MessagingError("5003", "This Idempotency-Key was used for another request.", { status: 422 });
    }
    return { messageId: first.messageId, repeated: result.repeated };
  }

  #carryOut(
    customer: Customer,
    chatId: InteractionId,
    incoming: Incoming,
    files: ReadonlyMap<string, File>,
  ): Promise<unknown> {
    const { clientKey } = customer;
    switch (incoming.ask) {
      case "message":
        return this.#receive(customer, chatId, incoming.body, incoming.clientMessageId);
      case "file": {
        const file = files.get(incoming.fileId);
        return file === undefined
          ? Promise.reject(new MessagingError("5502", undefined, { status: 400 }))
          : this.#receive(customer, chatId, file, incoming.clientMessageId);
      }
      case "receipt":
        // Ids that are not ours, repeats and the app's own: Android marks everything it sees. Refusals mean nothing.
        return this.#lenient({
          type: "ReportReceipt",
          interactionId: chatId,
          messageId: asId<MessageId>(incoming.messageId),
          reader: "customer",
          receipt: incoming.receipt,
        });
      case "typing":
        this.#typing(customer, chatId, incoming.typing, incoming.preview);
        return Promise.resolve();
      case "signal":
        return this.signaling.fromCustomer({
          interactionId: chatId,
          destinationPartyId: incoming.destinationPartyId,
          data: incoming.data,
        });
      case "disconnect":
        return this.#lenient({ type: "CustomerDisconnect", interactionId: chatId, clientKey });
      case "end":
        return this.#strict({ type: "CustomerEnd", interactionId: chatId, clientKey });
    }
  }

  /**
   * Hidden here already, although the center does it again: what was stored is what a repetition is compared with, so
   * it has to be the same.
   */
  #mask<Body extends MessageBody>({ appId }: Customer, body: Body): Body {
    return maskBody(body, ruleOfEntry(this.handle.words(), appId));
  }

  #typing({ appId }: Customer, chatId: string, typing: boolean, preview: string | null): void {
    const rule = ruleOfEntry(this.handle.words(), appId);
    this.ephemeral.customerTyping(chatId, typing, preview === null ? null : maskPreview(preview, rule));
  }

  #receive(
    customer: Customer,
    chatId: InteractionId,
    said: CustomerBody,
    clientMessageId: string | null,
  ): Promise<unknown> {
    const body = this.#mask(customer, said);
    const act = async (): Promise<void> => {
      const { command, content } = this.#message(customer, chatId, body, clientMessageId);
      const result = await this.handle.center.submit({ command, content });
      if (result.ok) return;
      if ("late" in result && result.late !== undefined)
        throw new LateError(refusalOf(result), result.late.then(accepted));
      throw refusalOf(result);
    };
    if (!Duplicates.applies(clientMessageId)) return act().catch(withoutFate);
    return this.duplicates.once(chatId, clientMessageId, body, act);
  }

  #message(
    customer: Customer,
    interactionId: InteractionId,
    said: CustomerBody,
    sentId: string | null,
  ): { command: Command; content: ContentWrite[]; messageId: string } {
    const body = this.#mask(customer, said);
    const clientMessageId = sentId === null ? null : cleanText(sentId);
    const messageId = asId<MessageId>(this.handle.ids.next());
    const content: ContentWrite[] = [
      {
        table: "message",
        row: {
          messageId,
          interactionId,
          from: "customer",
          partyId: null,
          audience: "all",
          body,
          clientMessageId,
        },
      },
    ];
    if (body.kind === "file")
      content.push({ table: "file_use", fileId: body.fileId, interactionId, messageId });
    return {
      command: {
        type: "ReceiveMessage",
        interactionId,
        clientKey: customer.clientKey,
        messageId,
        kind: body.kind,
      },
      content,
      messageId,
    };
  }

  async #commandOf(
    customer: Customer,
    chatId: InteractionId,
    request: CustomerRequest,
    answer: CustomerBody | null,
  ): Promise<{ command: Command; content: ContentWrite[]; messageId: string | null } | undefined> {
    const { clientKey } = customer;
    switch (request.type) {
      case "message": {
        const text = cleanText(request.text).trim();
        if (text === "") throw new MessagingError("5003", "The message is empty.");
        return this.#message(customer, chatId, { kind: "text", text }, request.clientMessageId);
      }
      case "file":
        return this.#message(
          customer,
          chatId,
          await this.#fileOf(customer, chatId, request.fileId),
          request.clientMessageId,
        );
      case "location": {
        const { latitude, longitude, accuracy } = request;
        const address = request.address === null ? null : cleanText(request.address);
        const body: CustomerBody = { kind: "location", latitude, longitude, accuracy, address, url: null };
        return this.#message(customer, chatId, body, request.clientMessageId);
      }
      case "call_request": {
        const number = e164Of(request.number, this.handle.words().phoneCountry);
        if (number === undefined) throw new MessagingError("5003", "number is no telephone number.");
        return this.#message(customer, chatId, { kind: "call_request", number }, request.clientMessageId);
      }
      case "form":
      case "form_declined": {
        const sentId = request.type === "form" ? request.clientMessageId : null;
        return answer === null ? undefined : this.#message(customer, chatId, answer, sentId);
      }
      case "call_request_withdrawal":
        return {
          command: { type: "WithdrawCallRequest", interactionId: chatId, clientKey },
          content: [],
          messageId: null,
        };
      case "typing":
        this.#typing(
          customer,
          chatId,
          request.typing,
          request.preview === null ? null : cutText(cleanText(request.preview), 2_000),
        );
        return undefined;
      case "receipt":
        await this.#lenient({
          type: "ReportReceipt",
          interactionId: chatId,
          messageId: asId<MessageId>(request.messageId),
          reader: "customer",
          receipt: request.receipt,
        });
        return undefined;
      case "disconnect":
        return {
          command: { type: "CustomerDisconnect", interactionId: chatId, clientKey },
          content: [],
          messageId: null,
        };
      case "end":
        return {
          command: { type: "CustomerEnd", interactionId: chatId, clientKey },
          content: [],
          messageId: null,
        };
    }
  }

  /** Only what this app uploaded itself, and not what has been used in another chat. */
  async #fileOf(customer: Customer, chatId: string, fileId: string): Promise<File> {
    let info: FileInfo | undefined;
    try {
      info = await this.handle.blobs.info(fileId);
    } catch (cause) {
      throw unavailable(cause);
    }
    const isElsewhere = info?.interactionId != null && info.interactionId !== chatId;
    if (info === undefined || info.uploadedBy !== customer.clientKey || isElsewhere) {
      throw new MessagingError("5502", undefined, { status: 400 });
    }
    return {
      kind: "file",
      fileId: info.fileId,
      name: info.name,
      mediaType: info.mediaType,
      bytes: info.bytes,
      image: info.image,
    };
  }

  async #strict(command: Command): Promise<void> {
    const result = await this.handle.center.submit({ command });
    if (!result.ok) throw refusalOf(result);
  }

  /** The core's no means that it is so already, or never was; only "try again" has to be told. */
  async #lenient(command: Command): Promise<void> {
    const result: SubmitResult = await this.handle.center.submit({ command });
    if (!result.ok && result.rejection.code === "not_accepted_try_again") throw unavailable();
  }
}

/** A customer leaves once, after all else that one post asks for; ending the chat is more than leaving it. */
function leavingLast(asked: readonly Incoming[]): Incoming[] {
  const leaving = asked.find(({ ask }) => ask === "end") ?? asked.find(({ ask }) => ask === "disconnect");
  const others = asked.filter(({ ask }) => ask !== "end" && ask !== "disconnect");
  return leaving === undefined ? others : [...others, leaving];
}

/** @throws {MessagingError} for what was not accepted. */
function accepted(result: SubmitResult): void {
  if (!result.ok) throw refusalOf(result);
}

/** For a message that nothing tells from another: its app may only be told to try again. */
function withoutFate(cause: unknown): never {
  throw cause instanceof LateError ? cause.answer : cause;
}

function readFirst(result: unknown): CustomerResult & { asked: string } {
  const first = typeof result === "object" && result !== null ? Object.entries(result) : [];
  const value = new Map<string, unknown>(first);
  const messageId = value.get("messageId");
  const asked = value.get("asked");
  return {
    messageId: typeof messageId === "string" ? messageId : null,
    asked: typeof asked === "string" ? asked : "",
    repeated: false,
  };
}
