import { type HappeningView, type MessageView, TRANSCRIPT_LINES_MAX } from "@patchbay/protocol";
import { useMemo, useState } from "react";
import { ask, toastError } from "../../../state/actions.js";
import { useDesk } from "../../../state/store.js";
import { sinceFirstOf } from "./lines.js";

interface Lines {
  readonly messages: readonly MessageView[];
  readonly happenings: readonly HappeningView[];
}

/** Read once a page; what is newer comes by itself. */
const loaded = new Map<string, Lines>();
const NONE: readonly HappeningView[] = [];

/** All lines of a chat. The desk gets the newest by itself; the ones before them come when the agent asks. */
export function useEarlier(interactionId: string, messages: readonly MessageView[]) {
  const happenings = useDesk((state) => state.data?.happenings.get(interactionId) ?? NONE);
  const [earlier, setEarlier] = useState<Lines | null>(loaded.get(interactionId) ?? null);
  const [loading, setLoading] = useState(false);

  const load = async (arrive: () => void): Promise<void> => {
    if (loading) return;
    setLoading(true);
    const answer = await ask("transcript", { interactionId });
    setLoading(false);
    if (!answer.ok) {
      toastError(answer.error);
      return;
    }
    arrive();
    loaded.set(interactionId, answer.output);
    setEarlier(answer.output);
  };

  const lines = useMemo(
    (): Lines =>
      earlier === null
        ? { messages, happenings: sinceFirstOf(messages, happenings) }
        : {
            messages: joined(earlier.messages, messages),
            happenings: joined(earlier.happenings, happenings),
          },
    [earlier, messages, happenings],
  );
  const canLoad = earlier === null && Math.max(messages.length, happenings.length) >= TRANSCRIPT_LINES_MAX;
  /** `arrive` is called before the lines change: what is read then has to stay where it is. */
  const begin = (arrive: () => void): void => void load(arrive);
  return { ...lines, canLoad, loading, load: begin };
}

/** What the desk holds itself is newer than what it read: it wins where both have a line. */
function joined<Line extends { readonly seq: number }>(
  earlier: readonly Line[],
  own: readonly Line[],
): readonly Line[] {
  const from = own[0]?.seq ?? Number.POSITIVE_INFINITY;
  return [...earlier.filter(({ seq }) => seq < from), ...own];
}
