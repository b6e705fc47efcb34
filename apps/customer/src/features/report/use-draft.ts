import { useCallback, useEffect, useRef, useState } from "react";
import { useApp } from "../../app-context.js";
import { emptyReport, type Report, type ReportDraft } from "../../session/index.js";

/** The report being written, kept on the device at every change. `null` until the memory was read. */
export function useDraft() {
  const { keep, customer } = useApp();
  const [draft, setDraft] = useState<ReportDraft | null>(null);
  const latest = useRef<ReportDraft | null>(null);
  const begin = useCallback(
    (kept: ReportDraft | undefined) => {
      const fresh: ReportDraft = { step: "place", report: emptyReport(customer), photos: [] };
      // Details may have been changed since the draft was begun: the present ones are sent.
      latest.current = kept === undefined ? fresh : { ...kept, report: { ...kept.report, customer } };
      setDraft(latest.current);
    },
    [customer],
  );
  useEffect(() => {
    let gone = false;
    void keep.read<ReportDraft>("draft").then((kept) => {
      if (!gone) begin(kept);
    });
    return () => {
      gone = true;
    };
  }, [keep, begin]);

  const change = useCallback(
    (patch: Partial<ReportDraft>) => {
      if (latest.current === null) return;
      latest.current = { ...latest.current, ...patch };
      setDraft(latest.current);
      void keep.write("draft", latest.current);
    },
    [keep],
  );
  const changeReport = useCallback(
    (patch: Partial<Report>) => {
      if (latest.current !== null) change({ report: { ...latest.current.report, ...patch } });
    },
    [change],
  );
  const forget = useCallback(() => keep.remove("draft"), [keep]);
  return { draft, change, changeReport, forget };
}
