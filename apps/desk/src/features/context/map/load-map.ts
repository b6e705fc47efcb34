/** The map's code comes when the first position does, not with the page. A failed load is tried again next time. */
export const loadMap = () => import("@patchbay/map");
