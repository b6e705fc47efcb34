import "./api-keys.css";
import type { ApiKeyRow } from "@patchbay/protocol";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { ask, toast, toastError } from "../../../state/actions.js";
import { useWords } from "../../../words/words.js";
import { CopyButton } from "../entries/CopyButton.js";
import { Failed } from "../parts/Failed.js";
import { Head } from "../parts/Head.js";
import { Question } from "../parts/Question.js";
import { whenText } from "../parts/when.js";
import { goTo } from "../place.js";
import { readLists, useLists } from "../setup-data.js";
import { ApiKeyForm } from "./ApiKeyForm.js";
import { tellMadeKey, useMadeKey } from "./made-key.js";

/** Keys by which programs read from the center. */
export function ApiKeysSection({ item }: { readonly item: string | null }) {
  const t = useWords();
  const { keys, failed } = useLists("keys");
  const [revoking, setRevoking] = useState<ApiKeyRow | null>(null);
  if (keys === null)
    return failed === null ? null : <Failed code={failed} onAgain={() => void readLists("keys")} />;
  if (item !== null)
    return (
      <ApiKeyForm others={keys.flatMap(({ state, form }) => (state === "revoked" ? [] : [form.name]))} />
    );
  return (
    <>
      <Head section="apiKeys">
        <button
          type="button"
          className="btn primary"
          onClick={() => goTo({ section: "apiKeys", item: "new" })}
        >
          <IconPlus size={16} stroke={1.8} aria-hidden="true" />
          {t("apiKeys.add")}
        </button>
      </Head>
      {failed !== null && <Failed code={failed} onAgain={() => void readLists("keys")} />}
      {keys.length === 0 ? (
        <p className="setup-empty">{t("apiKeys.none")}</p>
      ) : (
        <div className="setup-scroll">
          <table className="table setup-table" aria-label={t("setup.sections.apiKeys.name")}>
            <thead>
              <tr>
                <th scope="col" className="widest">
                  {t("setup.name")}
                </th>
                <th scope="col">{t("apiKeys.opens")}</th>
                <th scope="col">{t("apiKeys.made")}</th>
                <th scope="col">{t("apiKeys.used")}</th>
                <th scope="col">{t("apiKeys.expires")}</th>
                <th scope="col" className="api-key-act">
                  <span className="vh">{t("apiKeys.revoke")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {keys.map((row) => (
                <KeyLine key={row.keyId} row={row} onRevoke={() => setRevoking(row)} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {revoking !== null && <RevokeQuestion row={revoking} onClose={() => setRevoking(null)} />}
      <MadeOnce />
    </>
  );
}

function KeyLine({ row, onRevoke }: { readonly row: ApiKeyRow; readonly onRevoke: () => void }) {
  const t = useWords();
  const { form, prefix, state, createdAt, createdBy, lastUsedAt, revokedAt, revokedBy } = row;
  const isOver = state !== "active";
  return (
    <tr className={isOver ? "mute" : ""}>
      <td>
        <b className="strong">{form.name}</b>{" "}
        <code className="api-key-prefix small mute" title={t("apiKeys.begins")}>
          {prefix}…
        </code>
        {form.purpose !== "" && <div className="small mute">{form.purpose}</div>}
        {form.addresses.length > 0 && (
          <div className="small mute">{t("apiKeys.onlyFrom", { list: form.addresses.join(", ") })}</div>
        )}
      </td>
      <td>{form.scopes.map((scope) => t(`apiKeys.scope.${scope}.name`)).join(", ")}</td>
      <td>
        {createdBy}
        <div className="small mute">{whenText(createdAt)}</div>
      </td>
      <td className={lastUsedAt === null ? "mute" : ""}>
        {lastUsedAt === null ? t("apiKeys.never") : whenText(lastUsedAt)}
      </td>
      <td>
        {revokedAt !== null ? (
          t("apiKeys.revokedBy", { who: revokedBy ?? "", when: whenText(revokedAt) })
        ) : form.expiresAt === null ? (
          t("apiKeys.noExpiry")
        ) : state === "expired" ? (
          <span className="m-due t-m">{t("apiKeys.expired", { when: whenText(form.expiresAt) })}</span>
        ) : (
          whenText(form.expiresAt)
        )}
      </td>
      <td className="r">
        {revokedAt === null && (
          <button
            type="button"
            className="btn sm danger-quiet"
            aria-label={t("apiKeys.revokeOne", { name: form.name })}
            onClick={onRevoke}
          >
            {t("apiKeys.revoke")}
          </button>
        )}
      </td>
    </tr>
  );
}

function RevokeQuestion({ row, onClose }: { readonly row: ApiKeyRow; readonly onClose: () => void }) {
  const t = useWords();
  const { name } = row.form;
  const revoke = async (): Promise<void> => {
    onClose();
    const answer = await ask("revokeApiKey", { keyId: row.keyId });
    if (answer.ok) toast(t("apiKeys.revoked", { name }));
    // Somebody else was quicker: it is revoked all the same, and the list says by whom.
    else if (answer.error.code !== "object_not_found") toastError(answer.error);
    await readLists("keys");
  };
  return (
    <Question
      title={t("apiKeys.revokeTitle", { name })}
      onClose={onClose}
      choices={[
        { label: t("setup.keepIt"), run: onClose },
        { label: t("apiKeys.revoke"), look: "stop", run: () => void revoke() },
      ]}
    >
      <p>{t("apiKeys.revokeBody")}</p>
    </Question>
  );
}

/** The key that was made a moment ago, this once. */
function MadeOnce() {
  const t = useWords();
  const made = useMadeKey((state) => state.made);
  if (made === null) return null;
  const close = (): void => tellMadeKey(null);
  return (
    <Question
      title={t("apiKeys.madeTitle", { name: made.name })}
      onClose={close}
      choices={[{ label: t("apiKeys.copiedIt"), look: "primary", run: close }]}
    >
      <p>{t("apiKeys.madeBody")}</p>
      <p className="api-key-once">
        <output aria-label={t("apiKeys.key")}>{made.key}</output>
        <CopyButton text={made.key} label={t("apiKeys.copy")} />
      </p>
      <p className="small mute">{t("apiKeys.madeHow")}</p>
    </Question>
  );
}
