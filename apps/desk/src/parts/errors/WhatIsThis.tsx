import { IconExternalLink } from "@tabler/icons-react";
import { useWords } from "../../words/words.js";
import "./errors.css";

/** Leads to this error on the page of all errors, in another tab: the work stays where it is. */
export function WhatIsThis({
  code,
  correlationId = "",
}: {
  readonly code: string;
  readonly correlationId?: string | undefined;
}) {
  const t = useWords();
  return (
    <>
      <a
        className="what-is-this"
        href={`/help/errors?lang=${document.documentElement.lang}#${code}`}
        target="_blank"
        rel="noopener"
        title={code}
      >
        {t("errorHelp.what")}
        <IconExternalLink size={12} stroke={1.8} aria-hidden="true" />
      </a>
      {correlationId !== "" && <ErrorDetails code={code} correlationId={correlationId} />}
    </>
  );
}

/** What somebody needs who looks for it in the server's log. */
function ErrorDetails({ code, correlationId }: { readonly code: string; readonly correlationId: string }) {
  const t = useWords();
  return (
    <details className="error-details">
      <summary>{t("errorHelp.details")}</summary>
      <span>
        <code>{code}</code> · {t("errorHelp.number")} <code>{correlationId}</code>{" "}
        <button
          type="button"
          className="btn sm quiet"
          onClick={(event) => {
            const button = event.currentTarget;
            void navigator.clipboard?.writeText(`${code} ${correlationId}`).then(() => {
              button.textContent = t("errorHelp.copied");
            });
          }}
        >
          {t("errorHelp.copy")}
        </button>
      </span>
    </details>
  );
}
