import type { MessageRow } from "@patchbay/protocol";
import { useEffect } from "react";
import { create } from "zustand";
import { ask } from "../../state/actions.js";
import { useDesk } from "../../state/store.js";
import { type SoundUploaded, uploadSoundTo } from "../../state/upload-sound.js";

/** The messages that this agent may play, as last read: the list is whole and small. */
export const useMessageList = create<{
  /** `null`: not read yet. */
  readonly messages: readonly MessageRow[] | null;
  /** Why they could not be read. */
  readonly failed: string | null;
}>(() => ({ messages: null, failed: null }));

export async function readMessages(): Promise<void> {
  const answer = await ask("messages", {});
  useMessageList.setState(
    answer.ok ? { messages: answer.output.messages, failed: null } : { failed: answer.error.code },
  );
}

/** Reads them when they are first shown, and after the connection was away. */
export function useMessages(): ReturnType<typeof useMessageList.getState> {
  const live = useDesk((state) => state.link.status === "live");
  useEffect(() => {
    if (live) void readMessages();
  }, [live]);
  return useMessageList();
}

export const messageUrl = (messageId: string): string =>
  `/api/messages/${encodeURIComponent(messageId)}/audio`;

/** A new message, or another sound for one that is there. */
export function uploadMessage(
  to: { readonly shared: boolean } | { readonly messageId: string },
  sound: { readonly bytes: Blob; readonly name: string },
  onProgress: (share: number) => void = () => undefined,
): Promise<SoundUploaded> {
  const target =
    "messageId" in to
      ? { method: "PUT" as const, url: messageUrl(to.messageId) }
      : { method: "POST" as const, url: `/api/messages?shared=${to.shared}` };
  return uploadSoundTo(target, sound, ({ promptId }) => promptId, onProgress);
}
