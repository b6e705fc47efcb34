import { Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { useWords } from "../../../words/words.js";

interface Choice {
  readonly label: string;
  readonly look?: "primary" | "stop";
  readonly run: () => void;
}

/** One question before something that cannot be taken back, or that would leave something behind. */
export function Question({
  title,
  children,
  choices,
  onClose,
}: {
  readonly title: string;
  readonly children: ReactNode;
  /** The first changes nothing and has the focus. */
  readonly choices: readonly Choice[];
  readonly onClose: () => void;
}) {
  const t = useWords();
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      closeButtonProps={{ "aria-label": t("setup.close") }}
      size="md"
      centered
    >
      <div className="setup-question">
        <div>{children}</div>
        <div className="acts">
          {choices.map(({ label, look = "", run }, at) => (
            <button
              key={label}
              type="button"
              className={`btn ${look}`}
              data-autofocus={at === 0 ? true : undefined}
              onClick={run}
            >
              {label}
            </button>
          ))}
        </div>
      </div>
    </Modal>
  );
}
