import { create } from "zustand";
import { useDesk } from "../../state/store.js";
import type { SettingId } from "./sections.js";

/** Which section of My settings is open. */
export const useSettings = create<{ readonly section: SettingId }>(() => ({ section: "profile" }));

/** Opens My settings, at this section. */
export function openSettings(section: SettingId = useSettings.getState().section): void {
  useSettings.setState({ section });
  useDesk.setState({ room: "settings" });
}
