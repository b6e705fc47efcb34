/** As in package.json. A server adopts a test phone of its own version only. */
export const VERSION = "0.1.0";
