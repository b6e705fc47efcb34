import "../network.css";
import type { DoNotCallRow } from "@patchbay/protocol";
import { IconSearch, IconTrash, IconUpload } from "@tabler/icons-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { ask, toast, toastError } from "../../../../state/actions.js";
import { useDesk } from "../../../../state/store.js";
import { useWords } from "../../../../words/words.js";
import { Failed } from "../../parts/Failed.js";
import { TextField } from "../../parts/Field.js";
import { Head } from "../../parts/Head.js";
import { keepFocus } from "../../parts/keep-focus.js";
import { whenText } from "../../parts/when.js";
import { ImportReport, useImport } from "./Import.js";

const PAGE = 100;
const SEARCH_AFTER_MS = 200;

/** What its row said: a slip of the hand takes nobody off the list for good. */
type Removed = { readonly number: string; readonly reason: string };

/** Numbers that nobody calls: who put them there, when and why. */
export function DoNotCallSection(_: { readonly item: string | null }) {
  const t = useWords();
  const live = useDesk((state) => state.link.status === "live");
  const [search, setSearch] = useState("");
  const [list, setList] = useState<{
    readonly rows: readonly DoNotCallRow[];
    readonly more: boolean;
    readonly count: number;
  } | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const newest = useRef(0);

  const read = async (after: string | null): Promise<void> => {
    newest.current += 1;
    const mine = newest.current;
    const answer = await ask("doNotCall", { search, after, limit: PAGE });
    // What was typed since has its own answer.
    if (mine !== newest.current) return;
    if (!answer.ok) {
      setFailed(answer.error.code);
      return;
    }
    setFailed(null);
    const before = after === null ? [] : (list?.rows ?? []);
    setList({ ...answer.output, rows: [...before, ...answer.output.rows] });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is read anew for what is searched, and when the line is back
  useEffect(() => {
    if (!live) return;
    const timer = setTimeout(() => void read(null), search === "" ? 0 : SEARCH_AFTER_MS);
    return () => clearTimeout(timer);
  }, [live, search]);

  const importing = useImport(() => void read(null));
  const remove = async ({ number, reason }: Removed): Promise<void> => {
    const answer = await ask("removeDoNotCall", { number });
    if (!answer.ok) toastError(answer.error);
    else toast(t("network.dnc.removed", { number }), { undo: () => void putBack({ number, reason }) });
    await read(null);
  };
  const putBack = async (removed: Removed): Promise<void> => {
    const answer = await ask("addDoNotCall", removed);
    toast(
      answer.ok ? t("network.dnc.added", { number: removed.number }) : t(`errors.${answer.error.code}`),
      answer.ok ? {} : { tone: "error" },
    );
    await read(null);
  };
  return (
    <>
      <Head section="doNotCall">
        <label className="btn">
          <IconUpload size={16} stroke={1.7} aria-hidden="true" />
          {t("network.dnc.import")}
          <input
            type="file"
            accept=".csv,.txt,text/csv,text/plain"
            className="vh"
            onChange={(event) => {
              const [file] = event.target.files ?? [];
              event.target.value = "";
              if (file !== undefined) void importing.run(file);
            }}
          />
        </label>
      </Head>
      <div className="setup-pad network-stack">
        <AddNumber onAdded={() => void read(null)} />
        <ImportReport state={importing.state} />
        <label className="input md network-search">
          <IconSearch size={16} stroke={1.7} aria-hidden="true" />
          <input
            value={search}
            maxLength={40}
            placeholder={t("network.dnc.search")}
            aria-label={t("network.dnc.search")}
            inputMode="tel"
            onChange={(event) => setSearch(event.target.value)}
          />
          {list !== null && (
            <span className="small mute num" aria-live="polite">
              {t("network.dnc.count", { count: list.count })}
            </span>
          )}
        </label>
      </div>
      {failed !== null && <Failed code={failed} onAgain={() => void read(null)} />}
      {list !== null && list.rows.length === 0 && (
        <p className="setup-empty">{t(search === "" ? "network.dnc.none" : "network.dnc.notFound")}</p>
      )}
      {list !== null && list.rows.length > 0 && (
        <div className="setup-scroll network-list">
          <table className="table setup-table">
            <thead>
              <tr>
                <th scope="col" className="wide">
                  {t("network.dnc.number")}
                </th>
                <th scope="col">{t("network.dnc.reason")}</th>
                <th scope="col" className="wide">
                  {t("network.dnc.by")}
                </th>
                <th scope="col" className="wide">
                  {t("network.dnc.since")}
                </th>
                <th scope="col" className="setup-more">
                  <span className="vh">{t("network.dnc.actions")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {list.rows.map(({ number, reason, addedBy, since }) => (
                <tr key={number}>
                  <td className="num strong">{number}</td>
                  <td>{reason}</td>
                  <td className="mute">{addedBy}</td>
                  <td className="mute">{whenText(since)}</td>
                  <td>
                    <button
                      type="button"
                      className="btn icon quiet sm"
                      aria-label={t("network.dnc.remove", { number })}
                      title={t("network.dnc.remove", { number })}
                      onClick={(event) => {
                        keepFocus(event.currentTarget);
                        void remove({ number, reason });
                      }}
                    >
                      <IconTrash size={16} stroke={1.7} aria-hidden="true" />
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {list.more && (
            <button
              type="button"
              className="btn network-more"
              onClick={() => void read(list.rows.at(-1)?.number ?? null)}
            >
              {t("network.dnc.more")}
            </button>
          )}
        </div>
      )}
    </>
  );
}

function AddNumber({ onAdded }: { readonly onAdded: () => void }) {
  const t = useWords();
  const [number, setNumber] = useState("");
  const [reason, setReason] = useState("");
  const [refused, setRefused] = useState<string | null>(null);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (number.trim() === "") {
      setRefused("errors.empty_number");
      return;
    }
    const answer = await ask("addDoNotCall", { number, reason });
    if (!answer.ok) {
      setRefused(
        answer.error.code === "invalid_args" ? "network.dnc.noNumber" : `errors.${answer.error.code}`,
      );
      return;
    }
    setRefused(null);
    setNumber("");
    setReason("");
    toast(t("network.dnc.added", { number: answer.output.number }));
    onAdded();
  };
  return (
    <form className="network-add-number" onSubmit={(event) => void submit(event)} noValidate>
      <TextField
        label={t("network.dnc.number")}
        error={refused === null ? undefined : t(refused)}
        value={number}
        max={60}
        inputMode="tel"
        onChange={(value) => {
          setNumber(value);
          setRefused(null);
        }}
      />
      <TextField label={t("network.dnc.reason")} value={reason} max={200} onChange={setReason} />
      <button type="submit" className="btn primary">
        {t("network.dnc.add")}
      </button>
    </form>
  );
}
