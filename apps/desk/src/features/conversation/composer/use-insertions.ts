import type { CannedView, InteractionView } from "@patchbay/protocol";
import type { RefObject } from "react";
import { apart, insertText } from "../../../parts/insert-text.js";
import { useDesk } from "../../../state/store.js";
import { countUse, firstGap, useFilling } from "../../canned/index.js";
import { noteEmoji } from "../../emoji/index.js";

/** A stretch of what is typed; absent: where the cursor is, or was when the focus left the field. */
interface Place {
  readonly start: number;
  readonly end: number;
}

interface Insertions {
  readonly canned: (response: CannedView, place?: Place) => void;
  readonly emoji: (text: string, place?: Place) => void;
  /** Selects the first gap that a response has left. @returns whether there was one */
  readonly toGap: () => boolean;
}

/** Puts things into this chat's field, at the cursor, beside what is typed. */
export function useInsertions(
  interaction: InteractionView,
  field: RefObject<HTMLTextAreaElement | null>,
): Insertions {
  const fill = useFilling(interaction);
  const agentId = useDesk(({ data }) => data?.user.agentId ?? "");
  const placeIn = ({ selectionStart, selectionEnd }: HTMLTextAreaElement): Place => ({
    start: selectionStart,
    end: selectionEnd,
  });
  return {
    canned: (response, place) => {
      const element = field.current;
      if (element === null) return;
      const { start, end } = place ?? placeIn(element);
      const { value } = element;
      const text = apart(value.slice(0, start), fill(response.text).text, value.slice(end));
      insertText(element, start, end, text);
      const gap = firstGap(text);
      if (gap !== null) element.setSelectionRange(start + gap.start, start + gap.end);
      countUse(response.responseId);
    },
    emoji: (text, place) => {
      const element = field.current;
      if (element === null) return;
      const { start, end } = place ?? placeIn(element);
      insertText(element, start, end, text);
      noteEmoji(agentId, text);
    },
    toGap: () => {
      const element = field.current;
      const gap = element === null ? null : firstGap(element.value);
      if (element === null || gap === null) return false;
      element.focus();
      element.setSelectionRange(gap.start, gap.end);
      return true;
    },
  };
}
