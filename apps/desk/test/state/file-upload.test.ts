import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { pretendBrowser } from "../link/fake-socket.js";

pretendBrowser();
const { useDesk } = await import("../../src/state/store.js");
const { uploadFile } = await import("../../src/state/file-upload.js");

/** An upload whose server is the test. */
class FakeUpload {
  static all: FakeUpload[] = [];
  status = 0;
  responseText = "";
  aborted = false;
  private readonly listeners = new Map<string, () => void>();
  readonly upload = { addEventListener: () => undefined };
  open(): void {}
  setRequestHeader(): void {}
  addEventListener(name: string, listener: () => void): void {
    this.listeners.set(name, listener);
  }
  send(): void {
    FakeUpload.all.push(this);
  }
  abort(): void {
    this.aborted = true;
  }
  breaks(): void {
    this.listeners.get("error")?.();
  }
  answers(status: number, body: object): void {
    this.status = status;
    this.responseText = JSON.stringify(body);
    this.listeners.get("load")?.();
  }
}

const link = (status: "live" | "connecting") => useDesk.setState({ link: { status } });
const begin = () => {
  const heard: unknown[] = [];
  let wanted = true;
  const stop = uploadFile(new File(["%PDF-1.4"], "report.pdf"), {
    isWanted: () => wanted,
    onProgress: (share) => heard.push(share),
    onDone: (fileId) => heard.push(`done ${fileId}`),
    onFailed: (code) => heard.push(`failed ${code}`),
  });
  return {
    heard,
    stop,
    forget: () => {
      wanted = false;
    },
  };
};

beforeEach(() => {
  vi.useFakeTimers();
  FakeUpload.all = [];
  vi.stubGlobal("XMLHttpRequest", FakeUpload);
  link("live");
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test("a file that is dropped while the server is away waits, and goes up once when it is back", () => {
  link("connecting");
  const { heard } = begin();
  expect(FakeUpload.all).toHaveLength(0);
  expect(heard).toEqual([null]);
  link("live");
  useDesk.setState({ link: { status: "live" } });
  expect(FakeUpload.all).toHaveLength(1);
  FakeUpload.all[0]?.answers(200, { fileId: "f1" });
  expect(heard).toEqual([null, 0, "done f1"]);
});

test("an upload that the server's end cuts off begins anew with the connection, also when the link noticed later", () => {
  for (const noticesAtOnce of [true, false]) {
    FakeUpload.all = [];
    link("live");
    const { heard } = begin();
    if (noticesAtOnce) link("connecting");
    FakeUpload.all[0]?.breaks();
    link("connecting");
    vi.advanceTimersByTime(60_000);
    expect(FakeUpload.all).toHaveLength(1);
    link("live");
    // A server that is just starting, behind a proxy.
    FakeUpload.all[1]?.answers(503, {});
    vi.advanceTimersByTime(2_000);
    FakeUpload.all[2]?.answers(200, { fileId: "f1" });
    expect(heard).toEqual([0, null, 0, null, 0, "done f1"]);
  }
});

test("what breaks again and again while everything else gets through is told, and what is refused at once", () => {
  const broken = begin();
  FakeUpload.all[0]?.breaks();
  vi.advanceTimersByTime(2_000);
  FakeUpload.all[1]?.breaks();
  vi.advanceTimersByTime(2_000);
  expect(broken.heard).toEqual([0, null, 0, null, "failed connection_lost"]);
  const refused = begin();
  FakeUpload.all[2]?.answers(415, { code: "type_blocked" });
  vi.advanceTimersByTime(60_000);
  expect(refused.heard).toEqual([0, "failed type_blocked"]);
  expect(FakeUpload.all).toHaveLength(3);
});

test("a file that was given up, or whose agent has signed out, is not sent later", () => {
  const going = begin();
  going.stop();
  expect(FakeUpload.all[0]?.aborted).toBe(true);
  link("connecting");
  const waiting = begin();
  waiting.stop();
  const nobodys = begin();
  nobodys.forget();
  link("live");
  expect(FakeUpload.all).toHaveLength(1);
});
