import { Modal } from "@mantine/core";
import { contextShortcuts } from "../features/context/index.js";
import { useWords } from "../words/words.js";
import { shortcuts } from "./use-shortcuts.js";
import "./shortcuts.css";

export function ShortcutsOverlay({
  opened,
  onClose,
}: {
  readonly opened: boolean;
  readonly onClose: () => void;
}) {
  const t = useWords();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("keys.title")}
      closeButtonProps={{ "aria-label": t("keys.close") }}
      size="md"
      centered
    >
      <dl className="keys">
        {[...shortcuts, ...contextShortcuts].map(({ keys, words }) => (
          <div key={words}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{t(words)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
