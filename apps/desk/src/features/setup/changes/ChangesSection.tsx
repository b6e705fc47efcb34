import type { AuditEntryView, AuditKind, DeskOutput } from "@patchbay/protocol";
import { auditKinds } from "@patchbay/protocol";
import { IconDownload, IconHistory } from "@tabler/icons-react";
import { useCallback, useEffect, useRef, useState } from "react";
import { csvOf } from "../../../parts/csv.js";
import { EmptyState } from "../../../parts/EmptyState.js";
import { saveFile } from "../../../parts/save-file.js";
import { ask, toast, toastError } from "../../../state/actions.js";
import { useDesk } from "../../../state/store.js";
import { useWords } from "../../../words/words.js";
import { Failed } from "../parts/Failed.js";
import { Head } from "../parts/Head.js";
import { Question } from "../parts/Question.js";
import { whenText } from "../parts/when.js";
import { ChangeRow } from "./ChangeRow.js";
import { differencesOf } from "./differences.js";
import "./changes.css";

const PAGE = 50;
const DAY_MS = 86_400_000;
const spans = { day: DAY_MS, week: 7 * DAY_MS, month: 30 * DAY_MS, all: null } as const;
type Span = keyof typeof spans;

interface Looked {
  readonly search: string;
  readonly kind: AuditKind | "";
  readonly by: string;
  readonly span: Span;
}
type Found = DeskOutput<"changes">;

/** Who changed what of Set-up, when, from what into what; and the way back. */
export function ChangesSection() {
  const t = useWords();
  const live = useDesk((state) => state.link.status === "live");
  const [looked, setLooked] = useState<Looked>({ search: "", kind: "", by: "", span: "month" });
  const [found, setFound] = useState<Found | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const [undoing, setUndoing] = useState<AuditEntryView | null>(null);
  const turn = useRef(0);

  const read = useCallback(
    async (before: number | null): Promise<void> => {
      turn.current += 1;
      const mine = turn.current;
      const { search, kind, by, span } = looked;
      const back = spans[span];
      const now = Date.now() + (useDesk.getState().data?.clockOffset ?? 0);
      const answer = await ask("changes", {
        search: search.trim(),
        kind: kind === "" ? null : kind,
        by: by === "" ? null : by,
        from: back === null ? null : now - back,
        until: null,
        before,
        limit: PAGE,
      });
      // Somebody has typed on since: a later answer is on its way.
      if (mine !== turn.current) return;
      if (!answer.ok) return setFailed(answer.error.code);
      setFailed(null);
      setFound((known) =>
        before === null || known === null
          ? answer.output
          : {
              ...answer.output,
              changes: [...known.changes, ...answer.output.changes],
              names: { ...known.names, ...answer.output.names },
            },
      );
    },
    [looked],
  );
  useEffect(() => {
    if (live) void read(null);
  }, [live, read]);

  const undo = async (change: AuditEntryView): Promise<void> => {
    setUndoing(null);
    const answer = await ask("undoChange", { auditId: change.auditId });
    if (answer.ok) toast(t("audit.undone", { name: titleOf(change) }));
    else toastError(answer.error);
    void read(null);
  };
  const titleOf = ({ kind, subjectName }: AuditEntryView): string =>
    subjectName === "" ? t(`audit.kinds.${kind}`) : subjectName;

  const isNarrowed = looked.search !== "" || looked.kind !== "" || looked.by !== "" || looked.span !== "all";
  return (
    <>
      <Head section="changes">
        <button
          type="button"
          className="btn"
          disabled={found === null || found.changes.length === 0}
          onClick={() => saveFile("patchbay-changes.csv", csvOf(rowsOf(found?.changes ?? [], titleOf)))}
        >
          <IconDownload size={18} stroke={1.6} aria-hidden="true" />
          {t("audit.export")}
        </button>
      </Head>
      <search className="changes-filters" aria-label={t("audit.filters")}>
        <input
          type="search"
          className="input md grow"
          aria-label={t("audit.search")}
          value={looked.search}
          maxLength={80}
          placeholder={t("audit.search")}
          onChange={(event) => setLooked({ ...looked, search: event.target.value })}
        />
        <Choice
          label={t("audit.kind")}
          value={looked.kind}
          onChoose={(kind) => setLooked({ ...looked, kind: kind as AuditKind | "" })}
          options={[
            ["", t("audit.everything")],
            ...auditKinds.map((kind) => [kind, t(`audit.kinds.${kind}`)] as const),
          ]}
        />
        <Choice
          label={t("audit.who")}
          value={looked.by}
          onChoose={(by) => setLooked({ ...looked, by })}
          options={[
            ["", t("audit.everybody")],
            ...(found?.people ?? []).map(({ agentId, name }) => [agentId, name] as const),
          ]}
        />
        <Choice
          label={t("audit.when")}
          value={looked.span}
          onChoose={(span) => setLooked({ ...looked, span: span as Span })}
          options={(Object.keys(spans) as Span[]).map((span) => [span, t(`audit.spans.${span}`)] as const)}
        />
      </search>
      {failed !== null && <Failed code={failed} onAgain={() => void read(null)} />}
      {found?.changes.length === 0 && (
        <EmptyState
          Icon={IconHistory}
          title={t(isNarrowed ? "audit.nothingFound" : "audit.nothing")}
          more={t(isNarrowed ? "audit.nothingFoundMore" : "audit.nothingMore")}
        />
      )}
      {found !== null && found.changes.length > 0 && (
        <div className="setup-scroll">
          <table className="table setup-table changes-table" aria-label={t("setup.sections.changes.name")}>
            <thead>
              <tr>
                <th scope="col" className="wide">
                  {t("audit.when")}
                </th>
                <th scope="col" className="wide">
                  {t("audit.who")}
                </th>
                <th scope="col">{t("audit.what")}</th>
                <th scope="col" className="wide r">
                  <span className="vh">{t("audit.undo")}</span>
                </th>
              </tr>
            </thead>
            {found.changes.map((change) => (
              <ChangeRow
                key={change.auditId}
                change={change}
                title={titleOf(change)}
                names={found.names}
                onUndo={() => setUndoing(change)}
              />
            ))}
          </table>
          {found.more && (
            <p className="setup-empty">
              <button
                type="button"
                className="btn"
                onClick={() => void read(found.changes.at(-1)?.place ?? null)}
              >
                {t("audit.more")}
              </button>
            </p>
          )}
        </div>
      )}
      {undoing !== null && (
        <Question
          title={t("audit.askUndo", { name: titleOf(undoing) })}
          onClose={() => setUndoing(null)}
          choices={[
            { label: t("setup.cancel"), run: () => setUndoing(null) },
            { label: t("audit.undo"), look: "primary", run: () => void undo(undoing) },
          ]}
        >
          <p>{t(`audit.undoWhat.${undoing.action}`, { when: whenText(undoing.at), who: undoing.by.name })}</p>
          {undoing.secretSet && <p className="mute">{t("audit.secretStays")}</p>}
        </Question>
      )}
    </>
  );
}

function Choice({
  label,
  value,
  options,
  onChoose,
}: {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [string, string])[];
  readonly onChoose: (value: string) => void;
}) {
  return (
    <select
      className="input md"
      aria-label={label}
      value={value}
      onChange={(event) => onChoose(event.target.value)}
    >
      {options.map(([id, text]) => (
        <option key={id} value={id}>
          {text}
        </option>
      ))}
    </select>
  );
}

/** One line a field, for whoever looks at it in a spreadsheet. */
function rowsOf(
  changes: readonly AuditEntryView[],
  titleOf: (change: AuditEntryView) => string,
): readonly (readonly string[])[] {
  const text = (value: unknown): string =>
    value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value);
  const head = ["at", "who", "kind", "id", "name", "action", "field", "before", "after", "undoes"];
  return [
    head,
    ...changes.flatMap((change) =>
      differencesOf(change.before, change.after).map(({ path, before, after }) => [
        new Date(change.at).toISOString(),
        change.by.name,
        change.kind,
        change.subjectId,
        titleOf(change),
        change.action,
        path.join("."),
        text(before),
        text(after),
        change.undoes ?? "",
      ]),
    ),
  ];
}
