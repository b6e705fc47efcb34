import { Combobox, useCombobox } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { DeskActionId } from "../../keys/desk-actions.js";
import { useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { useSignOut } from "../presence/use-sign-out.js";
import { type Command, commandsOf, numberCommand } from "./commands.js";
import { found } from "./find.js";
import { closePalette, keepRecent, recentOf, usePalette } from "./palette-store.js";

/** The field, and what fits the words in it. */
export function Search({ perform }: { readonly perform: (id: DeskActionId) => void }) {
  const t = useWords();
  const [typed, setTyped] = useState(() => usePalette.getState().typed);
  const [refusal, setRefusal] = useState("");
  const data = useDesk((state) => state.data);
  const selection = useDesk((state) => state.selection);
  const signOut = useSignOut();
  const agentId = data?.user.agentId ?? "";
  const [recent] = useState(() => recentOf(agentId));
  const combobox = useCombobox({ opened: true, onDropdownClose: () => closePalette() });
  const commands = useMemo(
    () => commandsOf({ desk: { data, selection }, perform, signOut }),
    [data, selection, perform, signOut],
  );
  const number = data === null ? null : numberCommand(typed, data);
  const shown = [...(number === null ? [] : [number]), ...found(commands, typed, recent)];
  const field = useRef<HTMLInputElement>(null);
  // Before the next key: who types on must not type into what was in front. The dialog's own trap is too late for that.
  useLayoutEffect(() => field.current?.focus(), []);
  // The list has its id once it is drawn; the field says that it is its own when it is drawn again.
  const [, setIsListed] = useState(false);
  useLayoutEffect(() => setIsListed(true), []);
  const { selectFirstOption } = combobox;
  // biome-ignore lint/correctness/useExhaustiveDependencies: other words, another first one
  useEffect(() => {
    selectFirstOption();
  }, [typed]);

  const choose = (id: string): void => {
    const command = shown.find((one) => one.id === id);
    if (command === undefined) return;
    if (command.why !== null) {
      setRefusal(command.why);
      return;
    }
    keepRecent(agentId, id);
    closePalette(command.run);
  };

  return (
    <Combobox store={combobox} onOptionSubmit={choose} withinPortal={false}>
      <div className="palette-head">
        <IconSearch size={18} stroke={1.6} aria-hidden="true" />
        <Combobox.EventsTarget withExpandedAttribute>
          <input
            ref={field}
            className="palette-input"
            placeholder={t("palette.placeholder")}
            aria-label={t("palette.title")}
            data-autofocus
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onChange={(event) => {
              setTyped(event.currentTarget.value);
              setRefusal("");
            }}
          />
        </Combobox.EventsTarget>
        <kbd>Esc</kbd>
      </div>
      <Combobox.Options className="palette-list" aria-label={t("palette.title")}>
        {shown.map((command, at) => (
          <Line
            key={command.id}
            command={command}
            heading={typed === "" ? headingOf(shown, at, recent) : null}
          />
        ))}
        {shown.length === 0 && <Combobox.Empty className="palette-none">{t("palette.none")}</Combobox.Empty>}
      </Combobox.Options>
      <p className="palette-foot small" aria-live="polite">
        {refusal === "" ? t("palette.count", { count: shown.length }) : refusal}
      </p>
    </Combobox>
  );
}

/** The heading that begins at this line; `null`: none does. */
function headingOf(shown: readonly Command[], at: number, recent: readonly string[]): string | null {
  const of = (command: Command | undefined): string | null =>
    command === undefined ? null : recent.includes(command.id) ? "recent" : command.group;
  const own = of(shown[at]);
  return own === of(shown[at - 1]) ? null : own;
}

function Line({ command, heading }: { readonly command: Command; readonly heading: string | null }) {
  const t = useWords();
  const { id, title, detail, keys, why } = command;
  return (
    <>
      {heading !== null && (
        <div className="palette-heading small" aria-hidden="true">
          {t(`palette.groups.${heading}`)}
        </div>
      )}
      <Combobox.Option value={id} className="palette-line" aria-disabled={why !== null}>
        <span className="clip">{title}</span>
        {detail !== "" && <span className="small mute num">{detail}</span>}
        {why !== null && <span className="small mute clip">{why}</span>}
        {keys !== "" && <kbd>{keys}</kbd>}
      </Combobox.Option>
    </>
  );
}
