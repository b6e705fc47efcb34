import { type Keep, memoryKeep } from "@patchbay/chat-sdk/parts";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { handClock } from "../../../packages/chat-sdk/test/hand-clock.js";
import { emptyReport, Session } from "../src/session/index.js";
import { type ChatProperties, MessagingApi, type ServerEvent, WireFailure } from "../src/wire/index.js";

const customer = { firstName: "Maria", lastName: "", policy: "", vehicle: "", phone: "" };
const photo = {
  id: "photo-1",
  name: "damage.jpg",
  blob: new Blob(["a broken light"], { type: "image/jpeg" }),
};

/** A center that takes everything; uploads end when the test says so. */
class CenterDouble extends MessagingApi {
  readonly uploads: { readonly text: Promise<string>; readonly answer: (fileId: string) => void }[] = [];
  readonly posted: Readonly<Record<string, unknown>>[] = [];
  refuseUploads: WireFailure | null = null;
  /** It is away: no chat is found again. */
  down = false;

  constructor() {
    super({ origin: "", tenant: "localhost", appId: "demo-app", clientId: "phone" });
  }
  override async startChat(): Promise<ChatProperties> {
    return {
      chatId: "chat-1",
      state: "queued",
      waitSeconds: null,
      agentsAvailable: 1,
      isNewChat: true,
      call: null,
    };
  }
  override async activeChat(): Promise<ChatProperties> {
    if (this.down) throw WireFailure.network();
    return {
      chatId: "chat-1",
      state: "queued",
      waitSeconds: null,
      agentsAvailable: 1,
      isNewChat: false,
      call: null,
    };
  }
  override async send(_chatId: string, events: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
    this.posted.push(...events);
  }
  override poll(_chatId: string, signal: AbortSignal): Promise<ServerEvent[]> {
    return new Promise((resolve, reject) => {
      this.tell = resolve;
      this.cut = () => reject(WireFailure.network());
      signal.addEventListener("abort", () => reject(WireFailure.network()));
    });
  }
  /** Answers the poll that waits. */
  tell: (events: ServerEvent[]) => void = () => undefined;
  cut: () => void = () => undefined;
  override async history(): Promise<ServerEvent[]> {
    return [];
  }
  override upload(file: Blob, _name: string, _onProgress: (ratio: number) => void, signal: AbortSignal) {
    if (this.refuseUploads !== null) return Promise.reject(this.refuseUploads);
    return new Promise<string>((resolve, reject) => {
      signal.addEventListener("abort", () => reject(WireFailure.network()));
      this.uploads.push({ text: file.text(), answer: resolve });
    });
  }
}

function phone(keep: Keep, api: CenterDouble) {
  const { clock, pass } = handClock();
  let number = 0;
  const session = new Session({
    api,
    // A browser's own memory; the double lives in the test's.
    keep: { ...keep, durable: true },
    clock,
    lockName: "chat",
    sound: {
      openPeer: () => {
        throw new Error("no calls here");
      },
      openMicrophone: () => Promise.reject(new Error("no microphone")),
      ring: () => undefined,
    },
    newId: () => `id-${number++}-${Math.random()}`,
  });
  return { session, pass };
}

beforeEach(() => vi.stubGlobal("navigator", {}));
afterEach(() => vi.unstubAllGlobals());

test("an upload that a reload cut off goes on with the same bytes, and is told once", async () => {
  const keep = memoryKeep();
  const before = new CenterDouble();
  const first = phone(keep, before);
  await first.session.open();
  await first.session.report(emptyReport(customer), "hello", {}, [photo]);
  await first.pass(0);
  await vi.waitFor(() => expect(before.uploads).toHaveLength(1));

  // The page is gone without a goodbye; the next one finds what it kept.
  const after = new CenterDouble();
  const second = phone(keep, after);
  await second.session.open();
  await vi.waitFor(() => expect(after.uploads).toHaveLength(1));
  expect(await after.uploads[0]?.text).toBe("a broken light");
  after.uploads[0]?.answer("file-7");
  await vi.waitFor(() => expect(second.session.store.get().outbox).toEqual([]));
  expect(after.posted.filter((event) => event["event"] === "chat_session_file")).toMatchObject([
    { msg_id: "photo-1", file_id: "file-7", file_name: "damage.jpg", file_type: "image" },
  ]);
});

test("a report is kept whole: no reload can find it without its photos", async () => {
  const inner = memoryKeep();
  const seen: (readonly string[])[] = [];
  const keep: Keep = {
    ...inner,
    write: async (key, value) => {
      await inner.write(key, value);
      if (key === "outbox") seen.push((value as { body: { kind: string } }[]).map(({ body }) => body.kind));
    },
  };
  const { session } = phone(keep, new CenterDouble());
  await session.open();
  await session.report(emptyReport(customer), "hello", {}, [photo]);
  expect(seen[0]).toEqual(["start", "message", "file"]);
  expect(await keep.read("picture:photo-1")).toBeInstanceOf(Blob);
});

test("a file that the center refuses says why, can be tried again, and can be removed with its bytes", async () => {
  const keep = memoryKeep();
  const api = new CenterDouble();
  api.refuseUploads = WireFailure.refused(400, { error_code: "5558" });
  const { session } = phone(keep, api);
  await session.open();
  await session.report(emptyReport(customer), "hello", {}, [photo]);
  const file = () => session.store.get().outbox.find((item) => item.id === "photo-1");
  await vi.waitFor(() => expect(file()).toMatchObject({ state: "failed", refusal: "kind" }));
  api.refuseUploads = WireFailure.refused(400, { error_code: "5501" });
  await session.retry("photo-1");
  await vi.waitFor(() => expect(file()).toMatchObject({ state: "failed", refusal: "size" }));
  await session.withdraw("photo-1");
  expect(file()).toBeUndefined();
  expect(await keep.read("picture:photo-1")).toBeUndefined();
});

test("who ends the chat is told so, also when the poll tells of the end before the own call is done with", async () => {
  const api = new CenterDouble();
  const inner = memoryKeep();
  const keep: Keep = {
    ...inner,
    write: async (key, value) => {
      await inner.write(key, value);
      // The poll is answered while the phone still writes down that its own "end" went through.
      if (api.posted.some((event) => event["event"] === "chat_session_end")) api.tell([{ type: "ended" }]);
    },
  };
  const { session } = phone(keep, api);
  await session.open();
  await session.report(emptyReport(customer), "hello", {}, []);
  await vi.waitFor(() => expect(session.store.get().outbox).toEqual([]));
  await session.end();
  await vi.waitFor(() => expect(session.store.get().conversation?.ended).toMatchObject({ by: "customer" }));
  await vi.waitFor(() => expect(session.store.get().outbox).toEqual([]));
});

test("a message that gets through brings the line back at once, however long its pause still is", async () => {
  const api = new CenterDouble();
  const { session, pass } = phone(memoryKeep(), api);
  await session.open();
  await session.report(emptyReport(customer), "hello", {}, []);
  await vi.waitFor(() => expect(session.store.get().link).toBe("up"));
  api.down = true;
  api.cut();
  await pass(30_500);
  expect(session.store.get().link).toBe("down");
  api.down = false;
  await session.say("is it you?");
  await vi.waitFor(() => expect(session.store.get().link).toBe("up"));
});
