import { Menu } from "@mantine/core";
import type { Icon } from "@tabler/icons-react";
import { type ComponentPropsWithRef, createContext, useContext, useId } from "react";
import type { DeskActionId } from "../../keys/desk-actions.js";
import { useKeyHint } from "../../keys/keymap.js";
import { useWords } from "../../words/words.js";
import { useAway } from "./away.js";

export interface ControlButtonProps {
  /** Its name on the page (`data-call`), by which a key finds it. */
  readonly control: string;
  readonly word: string;
  /** More than the word says, for the tooltip. */
  readonly more?: string;
  /** Whose key does the same. */
  readonly action?: DeskActionId;
  /** The path of the sentence that says why it cannot be used; `null`: it can. */
  readonly why: string | null;
  /** It needs no server. */
  readonly local?: boolean;
  readonly on?: boolean;
  readonly expanded?: boolean;
  readonly pressed?: boolean;
  readonly danger?: boolean;
  /** Something is being recorded by it. */
  readonly records?: boolean;
  readonly icon: Icon;
  /** `clicks`: the event's `detail`. */
  readonly act: (clicks: number) => void;
}

/** Controls inside are entries of a menu, and no buttons of the row. */
export const InMenu = createContext(false);

type Opens = Pick<
  ComponentPropsWithRef<"button">,
  "ref" | "id" | "aria-haspopup" | "aria-expanded" | "aria-controls" | "onClick"
>;

/**
 * A control of a call. What cannot be done now stays in its place and says why, to eyes and to ears.
 * @param props also what a menu gives to the button that opens it
 */
export function ControlButton(props: ControlButtonProps & Opens) {
  const { control, word, more = word, local = false, on = false, expanded, pressed, act } = props;
  const { danger = false, records = false, icon: Icon, onClick, ref, "aria-haspopup": popup } = props;
  const t = useWords();
  const id = useId();
  const hint = useKeyHint(props.action);
  const away = useAway();
  const inMenu = useContext(InMenu);
  const why = away && !local ? "call.why.away" : props.why;
  const press = (clicks: number): void => {
    if (why === null) act(clicks);
  };
  const reason =
    why === null ? null : (
      <span id={id} hidden={!inMenu} className="small">
        {t(why)}
      </span>
    );
  if (inMenu)
    return (
      <Menu.Item
        aria-label={word}
        className={`item${on || records ? " on" : ""}`}
        data-call={control}
        aria-disabled={why !== null}
        aria-keyshortcuts={hint.aria}
        aria-describedby={why === null ? undefined : id}
        title={why === null ? more : t(why)}
        closeMenuOnClick={why === null}
        leftSection={<Icon size={18} stroke={1.6} aria-hidden="true" />}
        rightSection={hint.text !== "" && <kbd>{hint.text}</kbd>}
        onClick={(event) => press(event.detail)}
      >
        {word}
        {reason}
      </Menu.Item>
    );
  return (
    <button
      ref={ref}
      id={props.id}
      type="button"
      className={`control${danger ? " end" : ""}${on ? " on" : ""}${records ? " rec-on" : ""}`}
      data-call={control}
      aria-disabled={why !== null}
      aria-haspopup={popup}
      aria-controls={props["aria-controls"]}
      aria-expanded={props["aria-expanded"] ?? expanded}
      aria-pressed={pressed}
      aria-keyshortcuts={hint.aria}
      aria-describedby={why === null ? undefined : id}
      title={why === null ? hint.after(more) : t(why)}
      onClick={(event) => {
        onClick?.(event);
        press(event.detail);
      }}
    >
      <span className="face">
        <Icon size={20} stroke={1.6} aria-hidden="true" />
      </span>
      <span className="call-word">{word}</span>
      {reason}
    </button>
  );
}
