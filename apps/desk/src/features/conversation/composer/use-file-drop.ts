import type { InteractionView } from "@patchbay/protocol";
import { type DragEvent, useState } from "react";
import { audienceOf } from "../../../state/drafts.js";
import { closedBecause } from "./closed.js";
import { focusComposer } from "./focus.js";
import { upload } from "./uploads.js";

/**
 * Files may be dropped anywhere on a conversation, several at once, as long as something can be said in it. They go to those for
 * whom the text in its composer is meant.
 * @returns whether files are held over it, and what its element is to listen to
 */
export function useFileDrop(interaction: InteractionView | undefined) {
  const [over, setOver] = useState(false);
  const takes = interaction !== undefined && closedBecause(interaction) === null;
  const drag = (event: DragEvent, inside: boolean): void => {
    if (!takes || !event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    setOver(inside);
  };
  return {
    dropping: over && takes,
    listeners: {
      onDragOver: (event: DragEvent): void => drag(event, true),
      onDragLeave: (event: DragEvent): void => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      },
      onDrop: (event: DragEvent): void => {
        drag(event, false);
        if (!takes || event.dataTransfer.files.length === 0) return;
        const { interactionId } = interaction;
        upload(interactionId, event.dataTransfer.files, audienceOf(interactionId));
        focusComposer(interactionId);
      },
    },
  };
}
