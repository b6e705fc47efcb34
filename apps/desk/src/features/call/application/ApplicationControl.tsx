import type { InteractionView } from "@patchbay/protocol";
import { IconApps } from "@tabler/icons-react";
import { useDesk } from "../../../state/store.js";
import { useWords } from "../../../words/words.js";
import { ControlButton } from "../ControlButton.js";
import { applicationWhy } from "./application.js";

/** Opens the choice of voice applications; a center that has none has no button for them. */
export function ApplicationControl({
  view,
  open,
  onOpen,
}: {
  readonly view: InteractionView;
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
}) {
  const t = useWords();
  const some = useDesk(({ data }) => (data?.voice.applications.length ?? 0) > 0);
  const why = applicationWhy(view);
  // While one goes on, its own panel has the way back.
  if (!some || why === undefined || view.call?.application !== null) return null;
  return (
    <ControlButton
      control="application"
      word={t("call.application.control")}
      more={t("call.application.controlMore")}
      keys="Alt+Y"
      why={why}
      on={open}
      expanded={open}
      icon={IconApps}
      act={() => onOpen(!open)}
    />
  );
}
