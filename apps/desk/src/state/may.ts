import type { Privilege } from "@patchbay/protocol";
import { useDesk } from "./store.js";

/** Whether the signed-in user may do this now; the server asks the same at each request. */
export const may = (privilege: Privilege): boolean =>
  useDesk.getState().data?.user.privileges.includes(privilege) ?? false;

/** The same, and the part is drawn anew when it changes. */
export const useMay = (privilege: Privilege): boolean =>
  useDesk((state) => state.data?.user.privileges.includes(privilege) ?? false);
