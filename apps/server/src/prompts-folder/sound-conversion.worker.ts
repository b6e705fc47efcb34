import { type ConversionTask, convertSound } from "./conversion.js";

/**
 * A process for one uploaded file: what a stranger's file does to a decoder it does to this process alone, and the server
 * goes on with its work meanwhile.
 */
process.once("message", (task: ConversionTask) => {
  convertSound(task).then(
    (converted) => process.send?.(converted, () => process.disconnect()),
    (cause: unknown) => {
      process.stderr.write(`${String(cause)}\n`);
      process.exit(1);
    },
  );
});
