/** Places are stored on a grid of this many steps a degree: at most 160 m beside their position in the source. */
export const STEPS = 500;

/** Digits of the packed numbers, five bits each; the upper half says that more follow. */
export const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
