/** What came in within a time and what became of it, counted from the journal (SPEC.md). */
export { figuresOf } from "./figures.js";
export { FiguresReader, TooMuchToCountError } from "./figures-reader.js";
export { KeptCounts } from "./kept-counts.js";
export { type FiguresHttpDeps, registerFigures } from "./register-figures.js";
