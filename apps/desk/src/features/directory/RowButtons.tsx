import type { Favourite } from "@patchbay/protocol";
import { IconPhone, IconStar, IconStarFilled } from "@tabler/icons-react";
import { type ReactNode, useId } from "react";
import { useWords } from "../../words/words.js";
import { CallNumber } from "../phone/index.js";
import { callColleagueOrSay } from "../phone/place-call.js";
import { useCallAbility } from "../phone/use-phone-facts.js";
import { favouriteOf } from "./favourites.js";
import { putFavourite, removeFavourite, useFavourites } from "./favourites-store.js";

/** Calls a colleague; `whyNot` is what the roster says against it. */
export function CallColleague({
  agentId,
  name,
  whyNot,
}: {
  readonly agentId: string;
  readonly name: string;
  readonly whyNot: string | null;
}) {
  const t = useWords();
  const id = useId();
  const { whyInside } = useCallAbility();
  const why = whyInside ?? whyNot;
  return (
    <>
      <button
        type="button"
        className="btn sm dir-call"
        aria-label={t("directory.callName", { name })}
        aria-disabled={why !== null}
        aria-describedby={why === null ? undefined : id}
        title={why ?? undefined}
        onClick={() => {
          if (why === null) void callColleagueOrSay(agentId);
        }}
      >
        <CallFace />
      </button>
      {why !== null && (
        <span id={id} hidden>
          {why}
        </span>
      )}
    </>
  );
}

/** Calls a number through the line that is chosen for calling out. */
export function CallAny({ number, name }: { readonly number: string | null; readonly name: string }) {
  const t = useWords();
  return (
    <CallNumber
      number={number}
      name={t("directory.callName", { name })}
      beside={null}
      className="btn sm dir-call"
      line="chosen"
    >
      <CallFace />
    </CallNumber>
  );
}

export function CallFace({ children }: { readonly children?: ReactNode }) {
  const t = useWords();
  return (
    <>
      <IconPhone size={16} stroke={1.7} aria-hidden="true" />
      {children ?? t("directory.call")}
    </>
  );
}

/** Puts it among the favourites, or takes it away again. */
export function Star({
  target,
  name,
  label,
}: {
  readonly target: Favourite["target"];
  /** Kept with it; a colleague's is the roster's. */
  readonly name: string;
  /** What it is called here. */
  readonly label: string;
}) {
  const t = useWords();
  const favourites = useFavourites((state) => state.favourites);
  const found = favouriteOf(favourites ?? [], target);
  const text = t(found === null ? "directory.favourites.add" : "directory.favourites.remove", {
    name: label,
  });
  const Icon = found === null ? IconStar : IconStarFilled;
  return (
    <button
      type="button"
      className={`btn icon quiet sm dir-star${found === null ? "" : " on"}`}
      aria-label={text}
      aria-pressed={found !== null}
      aria-disabled={favourites === null}
      title={text}
      onClick={() => {
        if (favourites === null) return;
        if (found !== null) void removeFavourite(found.favouriteId, label);
        else void putFavourite({ favouriteId: crypto.randomUUID(), name, folder: "", target });
      }}
    >
      <Icon size={16} stroke={1.7} aria-hidden="true" />
    </button>
  );
}
