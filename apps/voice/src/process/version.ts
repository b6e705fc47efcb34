/** As in package.json. A server adopts a voice process of its own version only. */
export const VERSION = "0.1.0";
