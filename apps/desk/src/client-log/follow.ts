import { usePhone } from "../phone/phone-store.js";
import { useDesk } from "../state/store.js";
import { note, noteFault, noteQuality } from "./client-log.js";

/** Notes from now on what happens to the page, its connection, its phone and the sound of its calls. For as long as the page lives. */
export function followDesk(): void {
  note({ t: "page", what: "loaded" });
  window.addEventListener("error", ({ error }) => noteFault(error));
  window.addEventListener("unhandledrejection", ({ reason }) => noteFault(reason));
  window.addEventListener("patchbay:desk-failed", (event) =>
    noteFault((event as CustomEvent<{ readonly cause: unknown }>).detail.cause),
  );
  window.addEventListener("online", () => note({ t: "page", what: "online" }));
  window.addEventListener("offline", () => note({ t: "page", what: "offline" }));
  window.addEventListener("pagehide", () => note({ t: "page", what: "leaving" }));
  document.addEventListener("visibilitychange", () =>
    note({ t: "page", what: document.visibilityState === "visible" ? "shown" : "hidden" }),
  );
  document.addEventListener("freeze", () => note({ t: "page", what: "frozen" }));
  document.addEventListener("resume", () => note({ t: "page", what: "resumed" }));
  useDesk.subscribe(({ link, data }, before) => {
    if (link.status !== before.link.status) note({ t: "socket", state: link.status });
    const device = data?.self?.phone.device;
    if (device !== undefined && device !== before.data?.self?.phone.device) notePhone(device);
  });
  followPhone();
}

function notePhone(device = useDesk.getState().data?.self?.phone.device ?? "none"): void {
  note({ t: "phone", device, health: usePhone.getState().health });
}

/** Calls are counted, not named: which one it was is nobody's business here. */
function followPhone(): void {
  const numbers = new Map<string, number>();
  let count = 0;
  usePhone.subscribe(({ health, calls, quality }, before) => {
    if (health !== before.health) notePhone();
    if (calls !== before.calls) {
      for (const [id, state] of calls) {
        if (before.calls.get(id) === state) continue;
        if (!numbers.has(id)) numbers.set(id, ++count);
        note({ t: "call", call: numbers.get(id) ?? 0, state });
      }
      for (const id of before.calls.keys()) {
        if (calls.has(id)) continue;
        note({ t: "call", call: numbers.get(id) ?? 0, state: "gone" });
        numbers.delete(id);
      }
    }
    if (quality === before.quality) return;
    for (const [leg, { at, grade, loss, jitterMs, roundTripMs }] of quality) {
      if (before.quality.get(leg)?.at === at) continue;
      noteQuality({ at, grade, loss, jitterMs, roundTripMs });
    }
  });
}
