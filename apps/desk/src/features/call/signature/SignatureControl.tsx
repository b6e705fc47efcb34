import type { InteractionView } from "@patchbay/protocol";
import { IconSignature } from "@tabler/icons-react";
import { useNow } from "../../../parts/time.js";
import { useWords } from "../../../words/words.js";
import { ControlButton } from "../ControlButton.js";
import { runningSignature, signatureWhy } from "./signature.js";

/** Opens the voice signature of a call; where there can be none now it says why. */
export function SignatureControl({
  view,
  open,
  onOpen,
}: {
  readonly view: InteractionView;
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
}) {
  const t = useWords();
  const why = signatureWhy(view, useNow());
  if (why === undefined || view.call === null) return null;
  const isRunning = runningSignature(view.call) !== null;
  return (
    <ControlButton
      control="signature"
      word={t("signature.control")}
      more={t("signature.controlMore")}
      why={open ? null : why}
      on={open}
      expanded={open}
      records={isRunning}
      icon={IconSignature}
      act={() => onOpen(!open)}
    />
  );
}
