import type { CustomerEvent, CustomerRequest, StreamFrame } from "@patchbay/protocol";
import type { ChatWire } from "../../src/client/http.js";
import type { AfterChat } from "../../src/client/types.js";
import { WireFailure } from "../../src/parts/index.js";

/** What becomes of the next call: it does not arrive, its answer does not, or both do. */
export type Fate = "not sent" | "answer lost" | "well";

/** A center behind a wire that is as bad as the test says. One customer; keys count, as at the real one. */
export class FaultyCenter implements ChatWire {
  readonly said: string[] = [];
  readonly chats: { readonly id: string; ended: boolean }[] = [];
  readonly uploads: string[] = [];
  readonly requests: CustomerRequest[] = [];
  /** Decides over each call; `well` when there is none. */
  fate: (call: string) => Fate = () => "well";
  /** No call is answered, and streams are cut. */
  down = false;
  refusal: WireFailure | null = null;
  /** Each frame is told twice, and one from before after it. */
  stutters = false;
  private readonly done = new Set<string>();
  private frames: StreamFrame[] = [];
  private readonly readers = new Set<{
    readonly tell: (frame: StreamFrame) => void;
    readonly cut: () => void;
  }>();

  emit(...events: CustomerEvent[]): void {
    const frame = { seq: this.frames.length + 1, at: 0, events };
    this.frames.push(frame);
    for (const { tell } of this.readers) tell(frame);
  }

  agentSays(messageId: string, text: string): void {
    this.emit({ type: "message", messageId, clientMessageId: null, from: "agent", partyId: "p1", text });
  }

  cut(): void {
    this.down = true;
    for (const reader of [...this.readers]) reader.cut();
  }

  endChat(): void {
    const chat = this.chats.at(-1);
    if (chat === undefined || chat.ended) return;
    chat.ended = true;
    this.emit({ type: "ended" });
  }

  availability() {
    return this.call("availability", () => ({ open: true, waitSeconds: null, agentsAvailable: null }));
  }

  start() {
    return this.call("start", () => {
      const going = this.chats.find(({ ended }) => !ended);
      if (going !== undefined) return going.id;
      const id = `chat${this.chats.length + 1}`;
      this.chats.push({ id, ended: false });
      this.frames = [];
      return id;
    });
  }

  active() {
    return this.call("active", () => {
      const going = this.chats.find(({ ended }) => !ended);
      if (going === undefined) throw WireFailure.refused(404, { error_code: "5005" });
      return going.id;
    });
  }

  request(chatId: string, key: string, body: object) {
    return this.call("request", () => {
      const request = body as CustomerRequest;
      if (this.done.has(key)) return;
      const chat = this.chats.find(({ id }) => id === chatId);
      if (chat === undefined || chat.ended) throw WireFailure.refused(404, { error_code: "5005" });
      this.requests.push(request);
      if (request.type === "typing") return;
      this.done.add(key);
      if (request.type === "end") return this.endChat();
      if (request.type === "receipt") {
        const { messageId, receipt } = request;
        this.emit({
          type: "receipt",
          messageId,
          clientMessageId: null,
          by: "customer",
          partyId: null,
          receipt,
        });
      }
      if (request.type !== "message") return;
      this.said.push(request.text);
      const { text, clientMessageId } = request;
      const messageId = `m${this.said.length}`;
      this.emit({ type: "message", messageId, clientMessageId, from: "customer", partyId: null, text });
    });
  }

  after() {
    return this.call("after", (): AfterChat => ({ survey: null, transcript: true }));
  }

  answerSurvey() {
    return this.call("survey", () => undefined);
  }

  transcriptLink() {
    return this.call("link", () => ({ url: "/t", until: 0 }));
  }

  pushKey() {
    return this.call("key", () => null);
  }

  subscribePush() {
    return this.call("push", () => undefined);
  }

  absolute(path: string): string {
    return path;
  }

  upload(_file: Blob, name: string) {
    return this.call("upload", () => {
      this.uploads.push(name);
      return `file${this.uploads.length}`;
    });
  }

  async stream(
    _chatId: string,
    after: number,
    signal: AbortSignal,
    handlers: { readonly opened: () => void; readonly frame: (frame: StreamFrame) => void },
  ): Promise<void> {
    if (this.down || this.fate("stream") !== "well") throw WireFailure.network();
    handlers.opened();
    const tell = (frame: StreamFrame): void => {
      handlers.frame(frame);
      if (!this.stutters) return;
      handlers.frame(frame);
      const [first] = this.frames;
      if (first !== undefined) handlers.frame(first);
    };
    await new Promise<void>((resolve, reject) => {
      const reader = { tell, cut: () => reject(WireFailure.network()) };
      signal.addEventListener("abort", () => {
        this.readers.delete(reader);
        resolve();
      });
      this.readers.add(reader);
      for (const frame of this.frames.slice(after)) tell(frame);
    });
  }

  private async call<T>(name: string, work: () => T): Promise<T> {
    const fate = this.down ? "not sent" : this.fate(name);
    if (fate === "not sent") throw WireFailure.network();
    if (this.refusal !== null) throw this.refusal;
    const answer = work();
    if (fate === "answer lost") throw WireFailure.network();
    return answer;
  }
}
