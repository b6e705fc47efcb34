import type { ClientFrame, ServerFrame } from "@patchbay/protocol";

type Listener = (event: { readonly data?: string }) => void;

/** A socket whose other end is the test. */
export class FakeSocket {
  static readonly opened: FakeSocket[] = [];
  readonly sent: ClientFrame[] = [];
  readyState = 1;
  private readonly listeners = new Map<string, Listener[]>();

  constructor(readonly url: string) {
    FakeSocket.opened.push(this);
  }

  static get last(): FakeSocket {
    const socket = FakeSocket.opened.at(-1);
    if (!socket) throw new Error("no connection was opened");
    return socket;
  }

  addEventListener(name: string, listener: Listener): void {
    this.listeners.set(name, [...(this.listeners.get(name) ?? []), listener]);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as ClientFrame);
  }

  /** As a browser: the event comes later, and only once. */
  close(): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    queueMicrotask(() => this.tell("close", {}));
  }

  hears(frame: ServerFrame): void {
    this.tell("message", { data: JSON.stringify(frame) });
  }

  requests(name?: string): Extract<ClientFrame, { frame: "request" }>[] {
    return this.sent.flatMap((frame) =>
      frame.frame === "request" && (name === undefined || frame.name === name) ? [frame] : [],
    );
  }

  private tell(name: string, event: { readonly data?: string }): void {
    for (const listener of this.listeners.get(name) ?? []) listener(event);
  }
}

type WindowListener = (event: { preventDefault: () => void }) => void;

/** The parts of a browser that the link and the store touch. */
export function pretendBrowser(): {
  readonly storage: Map<string, string>;
  /** Something happens to the window. @returns whether a listener asked that it should not */
  readonly happens: (name: string) => boolean;
} {
  const storage = new Map<string, string>();
  const browserStorage = {
    get length() {
      return storage.size;
    },
    key: (index: number) => [...storage.keys()][index] ?? null,
    getItem: (key: string) => storage.get(key) ?? null,
    setItem: (key: string, value: string) => void storage.set(key, value),
    removeItem: (key: string) => void storage.delete(key),
  };
  const listeners = new Map<string, Set<WindowListener>>();
  const nowhere = { addEventListener: () => undefined, removeEventListener: () => undefined };
  Object.assign(globalThis, {
    window: {
      addEventListener: (name: string, listener: WindowListener) =>
        void listeners.set(name, (listeners.get(name) ?? new Set()).add(listener)),
      removeEventListener: (name: string, listener: WindowListener) =>
        void listeners.get(name)?.delete(listener),
      setTimeout: (run: () => void, ms: number) => setTimeout(run, ms),
      clearTimeout: (timer: ReturnType<typeof setTimeout>) => clearTimeout(timer),
      setInterval: (run: () => void, ms: number) => setInterval(run, ms),
      clearInterval: (timer: ReturnType<typeof setInterval>) => clearInterval(timer),
      dispatchEvent: () => true,
    },
    document: { ...nowhere, visibilityState: "visible" },
    location: { protocol: "http:", host: "desk.example", pathname: "/desk/2/" },
    sessionStorage: browserStorage,
    localStorage: browserStorage,
    WebSocket: Object.assign(FakeSocket, { OPEN: 1 }),
  });
  const happens = (name: string): boolean => {
    let prevented = false;
    for (const listener of listeners.get(name) ?? []) {
      listener({
        preventDefault: () => {
          prevented = true;
        },
      });
    }
    return prevented;
  };
  return { storage, happens };
}
