import { keysOf } from "./combination.js";

/** A combination, key by key. */
export function Keys({ combination }: { readonly combination: string }) {
  return (
    <>
      {keysOf(combination).map((key) => (
        <kbd key={key}>{key}</kbd>
      ))}
    </>
  );
}
