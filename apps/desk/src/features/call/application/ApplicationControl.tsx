import type { InteractionView } from "@patchbay/protocol";
import { IconApps } from "@tabler/icons-react";
import { useDesk } from "../../../state/store.js";
import { useWords } from "../../../words/words.js";
import { ControlButton } from "../ControlButton.js";
import { applicationWhy } from "./application.js";

/** A center that has no applications has no button for them; while one goes on, its own panel has the way back. */
export const useOffersApplication = (view: InteractionView): boolean =>
  useDesk(({ data }) => (data?.voice.applications.length ?? 0) > 0) &&
  applicationWhy(view) !== undefined &&
  view.call?.application === null;

/** Opens the choice of voice applications. */
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
  const why = applicationWhy(view);
  if (why === undefined) return null;
  return (
    <ControlButton
      control="application"
      word={t("call.application.control")}
      more={t("call.application.controlMore")}
      action="application"
      why={why}
      on={open}
      expanded={open}
      icon={IconApps}
      act={() => onOpen(!open)}
    />
  );
}
