import type { DeskOutput } from "@patchbay/protocol";
import { useCallback, useEffect, useState } from "react";
import { ask, toast, toastError } from "../../../state/actions.js";
import { useDesk } from "../../../state/store.js";
import { useWords } from "../../../words/words.js";
import { Failed } from "../parts/Failed.js";
import { Head } from "../parts/Head.js";

type Agents = DeskOutput<"forwardings">["agents"];

/** Whose calls go on, and where; an administrator can end it. */
export function ForwardingSection() {
  const t = useWords();
  const [agents, setAgents] = useState<Agents | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const roster = useDesk((state) => state.data?.roster);
  const read = useCallback(async (): Promise<void> => {
    const answer = await ask("forwardings", {});
    if (answer.ok) setAgents(answer.output.agents);
    setFailed(answer.ok ? null : answer.error.code);
  }, []);
  useEffect(() => void read(), [read]);
  const nameOf = (agentId: string): string => roster?.get(agentId)?.name ?? agentId;
  const clear = async (agentId: string): Promise<void> => {
    const answer = await ask("clearForwarding", { agentId });
    const isOff = answer.ok || answer.error.code === "object_not_found";
    if (isOff) toast(t("setup.forwarding.cleared", { name: nameOf(agentId) }));
    else toastError(answer.error);
    await read();
  };
  return (
    <>
      <Head section="forwarding" />
      {failed !== null && <Failed code={failed} onAgain={() => void read()} />}
      {agents?.length === 0 && <p className="setup-empty">{t("setup.forwarding.none")}</p>}
      {agents !== null && agents.length > 0 && (
        <div className="setup-scroll">
          <table className="table setup-table" aria-label={t("setup.sections.forwarding.name")}>
            <thead>
              <tr>
                <th scope="col" className="wide">
                  {t("setup.forwarding.agent")}
                </th>
                <th scope="col" className="wide">
                  {t("setup.forwarding.number")}
                </th>
                <th scope="col" className="widest">
                  {t("setup.forwarding.when")}
                </th>
                <th scope="col" className="r">
                  <span className="vh">{t("setup.prompts.actions")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {agents.map(({ agentId, when, number, colleague }) => (
                <tr key={agentId}>
                  <td>
                    <b className="strong">{nameOf(agentId)}</b>
                  </td>
                  <td className="num">
                    {number}
                    {colleague !== null && <span className="soft"> {colleague.name}</span>}
                  </td>
                  <td>
                    {(when.includes("always") ? ["always"] : when)
                      .map((reason) => t(`setup.forwarding.reason.${reason}`))
                      .join(", ")}
                  </td>
                  <td className="r">
                    <button
                      type="button"
                      className="btn sm"
                      aria-label={t("setup.forwarding.clearOne", { name: nameOf(agentId) })}
                      onClick={() => void clear(agentId)}
                    >
                      {t("setup.forwarding.clear")}
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}
