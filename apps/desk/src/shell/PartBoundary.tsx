import { Component, type ErrorInfo, type ReactNode } from "react";
import { runErrorAction } from "../parts/errors/run-action.js";
import { word } from "../words/words.js";

/**
 * A fault of the desk's own, in one part of it, leaves the other parts as they are: without it the whole page would go blank,
 * in the middle of a chat. What was typed is in the store (state/drafts.ts) and not in the part. With another `key` the part
 * begins anew: what has stopped for one chat is shown for the next.
 */
export class PartBoundary extends Component<{ readonly children: ReactNode }, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true };
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
        <p>{word("errorHelp.stopped.more")}</p>
        <div className="row">
          <button type="button" className="btn primary" onClick={() => this.setState({ failed: false })}>
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
