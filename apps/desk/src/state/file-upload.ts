import { seat, useDesk } from "./store.js";

/** While the link says that it lives, an upload that broke off is begun again this often before the agent is asked. */
const TRIES_WHILE_LIVE = 2;
/** In milliseconds: an upload notices a server that went away before the link does. */
const LINK_NOTICES_MS = 2_000;
/** The server, or a proxy before it, is starting or stopping. */
const AWAY: ReadonlySet<number> = new Set([502, 503, 504]);

interface Hears {
  /** Asked before each try: a file whose line is gone, as by signing out, is nobody's any more. */
  readonly isWanted: () => boolean;
  /** @param share of what there is to send, 0 to 1; `null` while it waits for the connection */
  readonly onProgress: (share: number | null) => void;
  readonly onDone: (fileId: string) => void;
  readonly onFailed: (code: string) => void;
}

/**
 * Takes a file to the server. An upload that is cut off waits for the connection and begins anew, as messages do; what
 * the server refuses is not tried again. A file that was taken in by an upload whose answer got lost stays unused there.
 * @returns what gives it up, wherever it is
 */
export function uploadFile(file: File, { isWanted, onProgress, onDone, onFailed }: Hears): () => void {
  let broken = 0;
  let giveUp: () => void = () => undefined;
  const begin = (): void => {
    if (!isWanted()) return;
    const request = new XMLHttpRequest();
    giveUp = () => request.abort();
    request.open("POST", `/api/files?seat=${seat}`);
    request.setRequestHeader("x-patchbay", "desk");
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    request.addEventListener("error", brokenOff);
    request.addEventListener("load", () => {
      if (AWAY.has(request.status)) return brokenOff();
      const body = parseJson(request.responseText);
      if (request.status === 200) onDone(String(body.fileId));
      else onFailed(String(body.code ?? "unknown_error"));
    });
    const form = new FormData();
    form.append("file", file);
    onProgress(0);
    request.send(form);
  };
  const brokenOff = (): void => {
    onProgress(null);
    if (!isLive()) giveUp = whenLive(anew);
    else {
      const timer = setTimeout(() => {
        if (!isLive()) giveUp = whenLive(anew);
        else if (++broken < TRIES_WHILE_LIVE) begin();
        else onFailed("connection_lost");
      }, LINK_NOTICES_MS);
      giveUp = () => clearTimeout(timer);
    }
  };
  const anew = (): void => {
    broken = 0;
    begin();
  };
  if (isLive()) begin();
  else {
    onProgress(null);
    giveUp = whenLive(begin);
  }
  return () => giveUp();
}

const isLive = (): boolean => useDesk.getState().link.status === "live";

/** @returns what stops waiting */
function whenLive(go: () => void): () => void {
  const stop = useDesk.subscribe(({ link }) => {
    if (link.status !== "live") return;
    stop();
    go();
  });
  return stop;
}

function parseJson(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
