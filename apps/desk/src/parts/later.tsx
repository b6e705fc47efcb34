import { type ComponentType, useEffect, useState } from "react";

/** Those that nobody has asked for yet. */
const ahead = new Set<() => Promise<unknown>>();
/** How long the desk stands before the rest of its code is fetched, ms: what it needs itself comes first. */
const AFTER_MS = 500;

interface Options {
  /** Absent: yes. What only few may open is left where it is until they do. */
  readonly isFetchedAhead?: boolean;
  /** What stands in its place until it is there; absent: nothing. */
  readonly Meanwhile?: ComponentType;
}

const Nothing = (): null => null;

/** The work area before a room is there. */
export const EmptyRoom = () => <main id="work" tabIndex={-1} />;

/**
 * A part that the desk does without until somebody opens it: its code comes in a file of its own. All of them are fetched
 * when the desk has stood for a while (`fetchAhead`), so that they open at once, and while the server is away.
 *
 * One that cannot be fetched is a fault of the part (shell/PartBoundary.tsx), and asked for again when it is shown again.
 */
export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  { isFetchedAhead = true, Meanwhile = Nothing }: Options = {},
): ComponentType<Props> {
  let Part: ComponentType<Props> | null = null;
  const fetched = async (): Promise<void> => {
    Part ??= await load();
    ahead.delete(fetched);
  };
  if (isFetchedAhead) ahead.add(fetched);
  return function Later(props: Props) {
    const [, setFetched] = useState(Part !== null);
    const [fault, setFault] = useState<{ readonly cause: unknown } | null>(null);
    useEffect(() => {
      if (Part !== null) return;
      let isShown = true;
      fetched().then(
        () => isShown && setFetched(true),
        (cause: unknown) => isShown && setFault({ cause }),
      );
      return () => {
        isShown = false;
      };
    }, []);
    if (fault !== null) throw fault.cause;
    return Part === null ? <Meanwhile /> : <Part {...props} />;
  };
}

/** Fetches all parts that are still missing, one after the other, whenever the page has nothing else to do. */
export function fetchAhead(): () => void {
  let stopped = false;
  const whenIdle = (then: () => void): void => {
    if ("requestIdleCallback" in window) requestIdleCallback(then);
    else setTimeout(then, 100);
  };
  const next = (): void => {
    const [first] = ahead;
    if (stopped || first === undefined) return;
    // What cannot be had now is fetched when it is opened.
    ahead.delete(first);
    void first()
      .catch(() => undefined)
      .then(() => whenIdle(next));
  };
  const timer = setTimeout(() => whenIdle(next), AFTER_MS);
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
