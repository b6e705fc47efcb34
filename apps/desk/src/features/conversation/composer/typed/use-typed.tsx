import type { CannedView, InteractionView } from "@patchbay/protocol";
import { type KeyboardEvent, type RefObject, useId, useState } from "react";
import { languageOf, searchCanned, usableIn, useCanned } from "../../../canned/index.js";
import { type Emoji, searchEmoji, useEmoji } from "../../../emoji/index.js";
import { Suggestions } from "./Suggestions.js";
import { type Trigger, triggerAt } from "./trigger.js";

/** One thing that may take the place of what is typed. */
export type Suggestion =
  | { readonly kind: "canned"; readonly id: string; readonly response: CannedView }
  | { readonly kind: "emoji"; readonly id: string; readonly emoji: Emoji };

const CANNED_SHOWN_MAX = 40;
const EMOJI_SHOWN_MAX = 24;

interface Typed {
  /** What the field says of its list to whoever hears the page. */
  readonly aria: {
    readonly "aria-autocomplete": "list";
    readonly "aria-controls": string | undefined;
    readonly "aria-activedescendant": string | undefined;
  };
  /** After each letter. */
  readonly typed: (field: HTMLTextAreaElement) => void;
  /** The cursor has moved. */
  readonly moved: () => void;
  /** Whoever goes elsewhere looks for nothing here any more. */
  readonly left: () => void;
  /** @returns whether the key was the list's */
  readonly press: (event: KeyboardEvent) => boolean;
  readonly list: React.ReactNode;
}

/**
 * The list that opens above the composer when a slash or a colon begins a word. It belongs to this chat's field: whoever goes
 * to another chat leaves it behind. As long as nothing fits, it is not there, and every key does what it always does.
 */
export function useTyped(
  interaction: InteractionView,
  field: RefObject<HTMLTextAreaElement | null>,
  text: string,
  choose: (suggestion: Suggestion, trigger: Trigger) => void,
): Typed {
  const id = useId();
  /** Where the cursor was after the last letter; `null`: nothing is being typed. */
  const [cursor, setCursor] = useState<number | null>(null);
  /** Where a sign stands whose list was closed by Escape: it stays closed until the word is another one. */
  const [closedAt, setClosedAt] = useState<number | null>(null);
  const [at, setAt] = useState<{ readonly query: string; readonly index: number }>({ query: "", index: 0 });
  const trigger = cursor === null || cursor > text.length ? null : triggerAt(text, cursor);
  const asks = trigger !== null && trigger.start !== closedAt ? trigger : null;
  const found = useFound(interaction, asks);
  const open = asks !== null && found.length > 0;
  const active = open && at.query === asks.query ? Math.min(at.index, found.length - 1) : 0;
  const chosen = open ? found[active] : undefined;
  const optionId = (one: Suggestion): string => `${id}-${one.id}`;

  const pick = (suggestion: Suggestion | undefined): void => {
    const element = field.current;
    if (suggestion === undefined || asks === null || element === null) return;
    setCursor(null);
    // What stands there is what was looked for, in this chat and no other.
    const isHere = element.dataset["composer"] === interaction.interactionId;
    if (isHere && triggerAt(element.value, asks.end)?.start === asks.start) choose(suggestion, asks);
  };
  const goTo = (index: number): void => {
    if (asks === null) return;
    const next = (index + found.length) % found.length;
    setAt({ query: asks.query, index: next });
    const one = found[next];
    if (one !== undefined) document.getElementById(optionId(one))?.scrollIntoView({ block: "nearest" });
  };
  return {
    aria: {
      "aria-autocomplete": "list",
      "aria-controls": open ? `${id}-list` : undefined,
      "aria-activedescendant": chosen === undefined ? undefined : optionId(chosen),
    },
    typed: (element) => {
      const now = element.selectionStart;
      setCursor(now);
      if (triggerAt(element.value, now)?.start !== closedAt) setClosedAt(null);
    },
    moved: () => {
      if (cursor !== null && field.current?.selectionStart !== cursor) setCursor(null);
    },
    left: () => setCursor(null),
    press: (event) => {
      if (!open || event.nativeEvent.isComposing) return false;
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return false;
      if (event.key === "ArrowDown") goTo(active + 1);
      else if (event.key === "ArrowUp") goTo(active - 1);
      else if (event.key === "Enter" || event.key === "Tab") pick(chosen);
      else if (event.key === "Escape") {
        setClosedAt(asks.start);
        event.stopPropagation();
      } else return false;
      event.preventDefault();
      return true;
    },
    list: open ? (
      <Suggestions
        id={`${id}-list`}
        kind={asks.kind}
        found={found}
        chosen={chosen}
        interaction={interaction}
        optionId={optionId}
        onLook={(index) => setAt({ query: asks.query, index })}
        onPick={pick}
      />
    ) : null,
  };
}

function useFound(interaction: InteractionView, asks: Trigger | null): readonly Suggestion[] {
  const responses = useCanned((state) => state.responses);
  const emoji = useEmoji(asks?.kind === "emoji");
  if (asks === null) return [];
  if (asks.kind === "emoji")
    return searchEmoji(emoji, asks.query, EMOJI_SHOWN_MAX).map((one) => ({
      kind: "emoji",
      id: one.id,
      emoji: one,
    }));
  return searchCanned(usableIn(responses ?? [], interaction), asks.query, languageOf(interaction))
    .slice(0, CANNED_SHOWN_MAX)
    .map((response) => ({ kind: "canned", id: response.responseId, response }));
}
