import { Modal } from "@mantine/core";
import { useEffect, useState } from "react";
import { stopListening } from "../../parts/ListenButton.js";
import { later } from "../../parts/later.js";
import { useWords } from "../../words/words.js";

const MessageManager = later(async () => (await import("./MessageManager.js")).MessageManager);

/** The agent's own messages, from wherever they are asked for (`patchbay:my-messages`). */
export function MyMessages() {
  const t = useWords();
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const show = (): void => setOpen(true);
    window.addEventListener("patchbay:my-messages", show);
    return () => window.removeEventListener("patchbay:my-messages", show);
  }, []);
  if (!open) return null;
  const close = (): void => {
    stopListening();
    setOpen(false);
  };
  return (
    <Modal
      opened
      onClose={close}
      title={t("messages.mine")}
      closeButtonProps={{ "aria-label": t("messages.close") }}
      size="lg"
      centered
    >
      <p className="hint">{t("messages.mineWhat")}</p>
      <MessageManager shared={false} />
    </Modal>
  );
}
