import { Modal } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useLayoutEffect, useRef } from "react";
import type { DeskActionId } from "../../keys/desk-actions.js";
import { later } from "../../parts/later.js";
import { useWords } from "../../words/words.js";
import { closePalette, usePalette } from "./palette-store.js";
import "./palette.css";

const Search = later(async () => (await import("./Search.js")).Search, { Meanwhile: Field });

/** Every action of the desk, found by its words. */
export function Palette({ perform }: { readonly perform: (id: DeskActionId) => void }) {
  const t = useWords();
  const open = usePalette((state) => state.open);
  return (
    <Modal.Root
      opened={open}
      onClose={() => closePalette()}
      returnFocus={false}
      transitionProps={{ duration: 0 }}
      size="lg"
      yOffset="12vh"
      classNames={{ content: "palette" }}
    >
      <Modal.Overlay />
      <Modal.Content aria-label={t("palette.title")}>
        <Modal.Body p={0}>{open && <Search perform={perform} />}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

/** In the first moment of a desk, before anything can be found: what is typed meanwhile is searched for then. */
function Field() {
  const t = useWords();
  const typed = usePalette((state) => state.typed);
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => field.current?.focus(), []);
  return (
    <div className="palette-head">
      <IconSearch size={18} stroke={1.6} aria-hidden="true" />
      <input
        ref={field}
        className="palette-input"
        placeholder={t("palette.placeholder")}
        aria-label={t("palette.title")}
        data-autofocus
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={(event) => usePalette.setState({ typed: event.currentTarget.value })}
      />
      <kbd>Esc</kbd>
    </div>
  );
}
