import {
  type DeskOutput,
  MAILBOX_RING_MS_MAX,
  MAILBOX_RING_MS_MIN,
  MESSAGE_MS_MAX,
  MESSAGE_MS_MIN,
} from "@patchbay/protocol";
import { useCallback, useEffect, useState } from "react";
import { ask, toast, toastError } from "../../../state/actions.js";
import { useWords } from "../../../words/words.js";
import { SecondsInput } from "../../voicemail/SecondsInput.js";
import { Failed } from "../parts/Failed.js";
import { Head } from "../parts/Head.js";

type Row = DeskOutput<"mailboxes">["agents"][number];
type Form = Row["form"];

/** Agents' mailboxes: on or off, locked or their own affair, and their times. Each change holds at once. */
export function MailboxesSection() {
  const t = useWords();
  const [rows, setRows] = useState<readonly Row[] | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const read = useCallback(async (): Promise<void> => {
    const answer = await ask("mailboxes", {});
    if (answer.ok) setRows(answer.output.agents);
    setFailed(answer.ok ? null : answer.error.code);
  }, []);
  useEffect(() => void read(), [read]);
  /** Shown at once; the server's word follows. */
  const save = async (changed: readonly Row[]): Promise<boolean> => {
    const forms = new Map(changed.map((row) => [row.agentId, row.form]));
    setRows((known) => known?.map((row) => ({ ...row, form: forms.get(row.agentId) ?? row.form })) ?? null);
    const answer = await ask("saveMailboxes", {
      mailboxes: changed.map(({ agentId, form }) => ({ agentId, form })),
    });
    if (!answer.ok) toastError(answer.error);
    await read();
    return answer.ok;
  };
  const off = (rows ?? []).filter(({ form }) => !form.enabled);
  const turnAllOn = async (): Promise<void> => {
    const done = await save(off.map((row) => ({ ...row, form: { ...row.form, enabled: true } })));
    if (done) toast(t("setup.mailboxes.allOn", { count: off.length }), { undo: () => void save(off) });
  };
  return (
    <>
      <Head section="mailboxes">
        {off.length > 0 && (
          <button type="button" className="btn" onClick={() => void turnAllOn()}>
            {t("setup.mailboxes.turnAllOn")}
          </button>
        )}
      </Head>
      {failed !== null && <Failed code={failed} onAgain={() => void read()} />}
      {rows !== null && (
        <div className="setup-scroll">
          <table
            className="table setup-table setup-mailboxes"
            aria-label={t("setup.sections.mailboxes.name")}
          >
            <thead>
              <tr>
                <th scope="col" className="wide">
                  {t("setup.forwarding.agent")}
                </th>
                <th scope="col">{t("setup.mailboxes.on")}</th>
                <th scope="col">{t("setup.mailboxes.locked")}</th>
                <th scope="col" className="wide">
                  {t("setup.mailboxes.ring")}
                </th>
                <th scope="col" className="wide">
                  {t("setup.mailboxes.max")}
                </th>
                <th scope="col">{t("setup.mailboxes.greeting")}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Line key={row.agentId} row={row} onChange={(form) => void save([{ ...row, form }])} />
              ))}
            </tbody>
          </table>
          <p className="setup-empty small">{t("setup.mailboxes.how")}</p>
        </div>
      )}
    </>
  );
}

function Line({ row, onChange }: { readonly row: Row; readonly onChange: (form: Form) => void }) {
  const t = useWords();
  const { name, form, ownGreeting } = row;
  return (
    <tr>
      <td>
        <b className="strong">{name}</b>
      </td>
      <td>
        <input
          type="checkbox"
          aria-label={t("setup.mailboxes.onOf", { name })}
          checked={form.enabled}
          onChange={(event) => onChange({ ...form, enabled: event.target.checked })}
        />
      </td>
      <td>
        <input
          type="checkbox"
          aria-label={t("setup.mailboxes.lockedOf", { name })}
          checked={form.locked}
          onChange={(event) => onChange({ ...form, locked: event.target.checked })}
        />
      </td>
      {form.enabled ? (
        <>
          <td>
            <SecondsInput
              aria-label={t("setup.mailboxes.ringOf", { name })}
              value={form.ringMs}
              min={MAILBOX_RING_MS_MIN}
              max={MAILBOX_RING_MS_MAX}
              onChange={(ringMs) => onChange({ ...form, ringMs })}
            />
          </td>
          <td>
            <SecondsInput
              aria-label={t("setup.mailboxes.maxOf", { name })}
              value={form.maxMs}
              min={MESSAGE_MS_MIN}
              max={MESSAGE_MS_MAX}
              onChange={(maxMs) => onChange({ ...form, maxMs })}
            />
          </td>
          <td className="soft">{t(`setup.mailboxes.${ownGreeting ? "own" : "usual"}`)}</td>
        </>
      ) : (
        <td colSpan={3} className="mute">
          {t(form.locked ? "setup.mailboxes.offLocked" : "setup.mailboxes.off")}
        </td>
      )}
    </tr>
  );
}
