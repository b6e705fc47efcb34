import type { CannedView } from "@patchbay/protocol";
import { IconDownload, IconFolder, IconPlus, IconSearch, IconTrash, IconUpload } from "@tabler/icons-react";
import { useState } from "react";
import { deskLanguage } from "../../../parts/language-name.js";
import { useDesk } from "../../../state/store.js";
import { useWords } from "../../../words/words.js";
import { Failed } from "../../setup/parts/Failed.js";
import { keepFocus } from "../../setup/parts/keep-focus.js";
import { changedText, whenText } from "../../setup/parts/when.js";
import { deleteCanned, readCanned, useCanned } from "../canned-store.js";
import { languageName } from "../language-name.js";
import { foldersOf, inFolder, searchCanned } from "../search.js";
import { CannedForm } from "./CannedForm.js";
import { openEdit, openNew, useCannedEdit } from "./edit.js";
import { ImportReport, useExchange } from "./exchange.js";
import "../canned.css";

/** The shared responses of the center, or an agent's own: found, written, changed, deleted, brought and taken along. */
export function CannedManager({ shared }: { readonly shared: boolean }) {
  const t = useWords();
  const { responses, failed } = useCanned();
  const edit = useCannedEdit((state) => state.edit);
  const [sought, setSought] = useState("");
  const [folder, setFolder] = useState<string | null>(null);
  const all = responses?.filter((one) => one.shared === shared) ?? [];
  const exchange = useExchange(shared, all);
  const folders = foldersOf(all);
  // A folder whose last response has gone is no place to be in.
  const at = folders.some(({ path }) => path === folder) ? folder : null;
  const kept = all.filter((one) => inFolder(one, at));
  const found =
    sought.trim() === ""
      ? [...kept].sort(
          (a, b) =>
            a.folder.localeCompare(b.folder, deskLanguage()) ||
            a.title.localeCompare(b.title, deskLanguage()),
        )
      : searchCanned(kept, sought, null);
  return (
    <div className="canned-manager">
      <div className="canned-tools">
        <label className="input md canned-search">
          <IconSearch size={16} stroke={1.7} aria-hidden="true" />
          <input
            value={sought}
            maxLength={100}
            placeholder={t("canned.search")}
            aria-label={t("canned.search")}
            onChange={(event) => setSought(event.target.value)}
          />
        </label>
        <label className="btn" title={t("canned.manage.importTitle")}>
          <IconUpload size={16} stroke={1.7} aria-hidden="true" />
          {t("canned.manage.import")}
          <input
            type="file"
            accept=".csv,.txt,text/csv,text/plain"
            className="vh"
            onChange={(event) => {
              const [file] = event.target.files ?? [];
              event.target.value = "";
              if (file !== undefined) void exchange.bring(file);
            }}
          />
        </label>
        <button
          type="button"
          className="btn"
          title={t("canned.manage.exportTitle")}
          aria-disabled={all.length === 0}
          onClick={exchange.take}
        >
          <IconDownload size={16} stroke={1.7} aria-hidden="true" />
          {t("canned.manage.export")}
        </button>
        <button type="button" className="btn primary" onClick={() => openNew(shared, at ?? "")}>
          <IconPlus size={16} stroke={1.8} aria-hidden="true" />
          {t("canned.manage.add")}
        </button>
      </div>
      <ImportReport report={exchange.report} onClose={exchange.forget} />
      {failed !== null && <Failed code={failed} onAgain={() => void readCanned()} />}
      {responses !== null && all.length === 0 && (
        <p className="setup-empty">{t(shared ? "canned.manage.noneShared" : "canned.manage.noneOwn")}</p>
      )}
      {all.length > 0 && (
        <div className={folders.length === 0 ? "canned-shelves bare" : "canned-shelves"}>
          {folders.length > 0 && (
            <ul className="canned-folders" aria-label={t("canned.folders")}>
              <li>
                <button type="button" aria-pressed={at === null} onClick={() => setFolder(null)}>
                  <span className="clip grow">{t("canned.allFolders")}</span>
                  <span className="num mute small">{all.length}</span>
                </button>
              </li>
              {folders.map(({ path, name, depth, count }) => (
                <li key={path}>
                  <button
                    type="button"
                    aria-pressed={at === path}
                    style={{ paddingInlineStart: `${0.5 + depth * 0.875}rem` }}
                    onClick={() => setFolder(path)}
                  >
                    <IconFolder size={16} stroke={1.6} aria-hidden="true" />
                    <span className="clip grow" title={path}>
                      {name}
                    </span>
                    <span className="num mute small">{count}</span>
                  </button>
                </li>
              ))}
            </ul>
          )}
          <ResponseTable found={found} />
        </div>
      )}
      {edit !== null && edit.shared === shared && <CannedForm key={edit.responseId} edit={edit} />}
    </div>
  );
}

function ResponseTable({ found }: { readonly found: readonly CannedView[] }) {
  const t = useWords();
  const services = useDesk(({ data }) => data?.services);
  if (found.length === 0) return <p className="setup-empty">{t("canned.notFound")}</p>;
  const forWhom = ({ serviceIds, marks, language }: CannedView): string =>
    [
      ...serviceIds.map((serviceId) => services?.get(serviceId)?.name ?? t("setup.gone")),
      ...marks.map((mark) => t(`canned.form.mark.${mark}`)),
      ...(language === null ? [] : [languageName(language)]),
    ].join(", ") || t("canned.manage.everybody");
  return (
    <div className="canned-table">
      <table className="table setup-table" aria-label={t("canned.manage.list")}>
        <thead>
          <tr>
            <th scope="col">{t("canned.manage.title")}</th>
            <th scope="col" className="canned-keywords">
              {t("canned.manage.keyword")}
            </th>
            <th scope="col" className="wide">
              {t("canned.manage.for")}
            </th>
            <th scope="col" className="canned-used">
              {t("canned.manage.used")}
            </th>
            <th scope="col" className="canned-changed">
              {t("canned.manage.changed")}
            </th>
            <th scope="col" className="setup-more">
              <span className="vh">{t("canned.manage.actions")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {found.map((one) => (
            <tr key={one.responseId}>
              <td>
                <button
                  type="button"
                  className="link strong"
                  aria-label={t("canned.manage.edit", { title: one.title })}
                  onClick={() => openEdit(one)}
                >
                  {one.title}
                </button>
                <span className="setup-said small mute clip">
                  {one.text.replaceAll(/\s+/g, " ").slice(0, 120)}
                </span>
              </td>
              <td className="num canned-keyword">{one.keyword === "" ? "" : `/${one.keyword}`}</td>
              <td className="mute">{forWhom(one)}</td>
              <td className="num">
                {one.uses === 0 ? (
                  <span className="mute">{t("canned.manage.never")}</span>
                ) : (
                  t("canned.manage.times", { count: one.uses })
                )}
                {one.lastUsedAt !== null && (
                  <span className="setup-said small mute">
                    {t("canned.manage.last", { when: whenText(one.lastUsedAt) })}
                  </span>
                )}
              </td>
              <td className="small mute canned-changed">
                {changedText({ changedAt: one.changedAt, changedBy: one.changedBy.name })}
              </td>
              <td>
                <button
                  type="button"
                  className="btn icon quiet sm"
                  aria-label={t("canned.manage.delete", { title: one.title })}
                  title={t("canned.manage.delete", { title: one.title })}
                  onClick={(event) => {
                    keepFocus(event.currentTarget);
                    void deleteCanned(one);
                  }}
                >
                  <IconTrash size={16} stroke={1.7} aria-hidden="true" />
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
