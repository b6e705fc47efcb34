import { type ReactNode, useEffect, useRef } from "react";

/**
 * One question before what cannot be taken back. It comes by the agent's own press, so it takes the focus, and gives it back
 * when the answer is no.
 */
export function AskOnce({
  question,
  children,
  yes,
  no,
  className = "call-sure",
  onYes,
  onNo,
}: {
  readonly question: string;
  /** What follows from a yes. */
  readonly children?: ReactNode;
  readonly yes: string;
  readonly no: string;
  readonly className?: string;
  readonly onYes: () => void;
  readonly onNo: () => void;
}) {
  const first = useRef<HTMLButtonElement>(null);
  const before = useRef<Element | null>(null);
  useEffect(() => {
    before.current = document.activeElement;
    first.current?.focus();
  }, []);
  const refuse = (): void => {
    onNo();
    const { current } = before;
    // After the question has gone: what it stood in place of is there again.
    queueMicrotask(() => {
      if (current instanceof HTMLElement && current.isConnected) current.focus();
    });
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form; this is one question with its answers
    <div
      className={className}
      role="group"
      aria-label={question}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        refuse();
      }}
    >
      <span role="status">
        <b className="strong">{question}</b> {children}
      </span>
      <span className="row tight">
        <button ref={first} type="button" className="btn sm stop" onClick={onYes}>
          {yes}
        </button>
        <button type="button" className="btn sm" onClick={refuse}>
          {no}
        </button>
      </span>
    </div>
  );
}
