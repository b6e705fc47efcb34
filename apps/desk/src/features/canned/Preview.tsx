import type { FilledPart } from "./fill.js";

/** A filled response: values as they will stand there, gaps marked. */
export function Preview({ parts }: { readonly parts: readonly FilledPart[] }) {
  return (
    <>
      {parts.map(({ kind, text }, at) => {
        const key = `${at} ${kind}`;
        if (kind === "words") return <span key={key}>{text}</span>;
        return kind === "gap" ? (
          <mark key={key} className="canned-gap">
            {text}
          </mark>
        ) : (
          <span key={key} className="canned-value">
            {text}
          </span>
        );
      })}
    </>
  );
}
