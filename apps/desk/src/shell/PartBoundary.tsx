import { Component, type ErrorInfo, type ReactNode } from "react";
import { runErrorAction } from "../parts/errors/run-action.js";
import { word } from "../words/words.js";

/**
 * A fault of the desk's own, in one part of it, leaves the other parts as they are: without it the whole page would go blank,
 * in the middle of a chat. What was typed is in the store (state/drafts.ts) and not in the part. With another `key` the part
 * begins anew: what has stopped for one chat is shown for the next.
 */
export class PartBoundary extends Component<
  { readonly children: ReactNode },
  { readonly failed: boolean; readonly cause: unknown }
> {
  override state = { failed: false, cause: null as unknown };

  static getDerivedStateFromError(cause: unknown): { readonly failed: boolean; readonly cause: unknown } {
    return { failed: true, cause };
  }

  override componentDidCatch(cause: Error, { componentStack }: ErrorInfo): void {
    window.dispatchEvent(
      new CustomEvent("patchbay:desk-failed", { detail: { code: "desk_failed", cause, componentStack } }),
    );
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <section className="part-stopped" role="alert">
        <b>{word("errors.desk_failed")}</b>
        <p>{word(isGone(this.state.cause) ? "errorHelp.stopped.renewed" : "errorHelp.stopped.more")}</p>
        <div className="row">
          <button
            type="button"
            className="btn primary"
            onClick={() => this.setState({ failed: false, cause: null })}
          >
            {word("errorHelp.stopped.again")}
          </button>
          <button type="button" className="btn" onClick={() => location.reload()}>
            {word("errorHelp.stopped.reload")}
          </button>
          <button type="button" className="btn" onClick={() => runErrorAction("send_logs")}>
            {word("errorHelp.action.send_logs")}
          </button>
        </div>
      </section>
    );
  }
}

/** A part's file is not on the server any more: what each browser says of it. While the server is away nothing is known. */
function isGone(cause: unknown): boolean {
  const text = cause instanceof Error ? cause.message : "";
  return navigator.onLine && /dynamically imported module|importing a module script/i.test(text);
}
