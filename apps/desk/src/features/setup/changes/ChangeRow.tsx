import type { AuditEntryView } from "@patchbay/protocol";
import { IconArrowBackUp, IconChevronRight } from "@tabler/icons-react";
import { useId, useState } from "react";
import { useWords } from "../../../words/words.js";
import { whenText } from "../parts/when.js";
import { DIFFERENCES_MAX, differencesOf, fieldInWords } from "./differences.js";

/** One change: a line, and below it what was what before. */
export function ChangeRow({
  change,
  title,
  names,
  onUndo,
}: {
  readonly change: AuditEntryView;
  readonly title: string;
  /** What ids in the forms are called. */
  readonly names: Readonly<Record<string, string>>;
  readonly onUndo: () => void;
}) {
  const t = useWords();
  const id = useId();
  const [shown, setShown] = useState(false);
  const { kind, action, at, by, undone, undoes, certain, secretSet, mayUndo } = change;
  return (
    <tbody>
      <tr className={undone === null ? "" : "mute"}>
        <td>
          <button
            type="button"
            className="changes-open"
            aria-expanded={shown}
            aria-controls={id}
            onClick={() => setShown(!shown)}
          >
            <IconChevronRight size={16} stroke={1.7} aria-hidden="true" />
            <span className="num">{whenText(at)}</span>
          </button>
        </td>
        <td className="clip">{by.name}</td>
        <td>
          <b className="strong">{title}</b>{" "}
          <span className="mute">{t(`audit.did.${action}`, { kind: t(`audit.kinds.${kind}`) })}</span>
          <span className="changes-chips">
            {undoes !== null && <span className="chip line">{t("audit.isUndo")}</span>}
            {undone !== null && (
              <span className="chip line">
                {t("audit.undoneBy", { who: undone.name, when: whenText(undone.at) })}
              </span>
            )}
            {!certain && <span className="chip m-due">{t("audit.uncertain")}</span>}
          </span>
        </td>
        <td className="r">
          {mayUndo && (
            <button
              type="button"
              className="btn sm"
              aria-label={t("audit.undoOf", { name: title })}
              onClick={onUndo}
            >
              <IconArrowBackUp size={16} stroke={1.7} aria-hidden="true" />
              {t("audit.undo")}
            </button>
          )}
        </td>
      </tr>
      {shown && (
        <tr id={id} className="changes-detail">
          <td colSpan={4}>
            <Differences change={change} names={names} />
            {secretSet && <p className="small mute">{t("audit.secretSet")}</p>}
          </td>
        </tr>
      )}
    </tbody>
  );
}

function Differences({
  change: { before, after },
  names,
}: {
  readonly change: AuditEntryView;
  readonly names: Readonly<Record<string, string>>;
}) {
  const t = useWords();
  const all = differencesOf(before, after);
  const isWhole = before === null || after === null;
  const called = (name: string, id: string): string | undefined =>
    (name === "teamId" || name === "supervises" ? names[`team ${id}`] : undefined) ?? names[id];
  const text = (name: string, value: unknown): string => {
    if (value === undefined || value === "") return t("audit.empty");
    if (name === "supervises" && value === "all") return t("userSetup.allTeams");
    if (typeof value === "boolean") return t(value ? "audit.yes" : "audit.no");
    if (typeof value === "number" && name.endsWith("At")) return whenText(value);
    if (typeof value === "number" && name.endsWith("Ms")) return t("audit.seconds", { count: value / 1_000 });
    if (Array.isArray(value))
      return value.length === 0
        ? t("audit.empty")
        : value.map((one) => called(name, String(one)) ?? String(one)).join(", ");
    const plain = String(value);
    // Words of the wire, such as `on_demand`, are read as words.
    return called(name, plain) ?? (/^[a-z]+(_[a-z]+)+$/.test(plain) ? plain.replaceAll("_", " ") : plain);
  };
  const fieldOf = (path: readonly string[]): string =>
    path
      .map((part) =>
        /^\d+$/.test(part)
          ? `${Number(part) + 1}`
          : (names[part] ?? t(`audit.fields.${part}`, { defaultValue: fieldInWords(part) })),
      )
      .join(" › ");
  return (
    <>
      <table className="changes-fields">
        <thead>
          <tr>
            <th scope="col">{t("audit.field")}</th>
            {before !== null && <th scope="col">{t("audit.before")}</th>}
            {after !== null && <th scope="col">{t("audit.after")}</th>}
          </tr>
        </thead>
        <tbody>
          {all.slice(0, DIFFERENCES_MAX).map((one) => (
            <tr key={one.path.join(".")}>
              <th scope="row">{fieldOf(one.path)}</th>
              {before !== null && (
                <td className={isWhole ? "" : "was"}>{text(one.path.at(-1) ?? "", one.before)}</td>
              )}
              {after !== null && <td>{text(one.path.at(-1) ?? "", one.after)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
      {all.length > DIFFERENCES_MAX && (
        <p className="small mute">{t("audit.moreFields", { count: all.length - DIFFERENCES_MAX })}</p>
      )}
    </>
  );
}
