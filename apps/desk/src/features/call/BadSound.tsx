import { Menu } from "@mantine/core";
import type { InteractionView } from "@patchbay/protocol";
import { type QualityProblem, qualityProblems } from "@patchbay/protocol";
import { IconCheck, IconMessageReport } from "@tabler/icons-react";
import { useState } from "react";
import { deviceFacts } from "../../phone/device-facts.js";
import { toastError } from "../../state/actions.js";
import { callHttp, withBody } from "../../state/http.js";
import { useWords } from "../../words/words.js";

const reportUrl = (interactionId: string): string =>
  `/api/calls/${encodeURIComponent(interactionId)}/quality-report`;

/** Calls that were reported at this page, each with what was said of it since. */
type Reported = { readonly problem: QualityProblem | null } | null;

/**
 * The first click is the report; after that the button opens its menu. One click says that a call sounds bad: it is kept with what was measured and what this desk talks with. What was wrong may
 * be said after that, and need not.
 */
export function BadSound({ view }: { readonly view: InteractionView }) {
  const t = useWords();
  const { interactionId } = view;
  const [reported, setReported] = useState<Reported>(null);
  const [asks, setAsks] = useState(false);
  const report = async (): Promise<void> => {
    const answer = await callHttp(
      reportUrl(interactionId),
      () => null,
      withBody("POST", { facts: deviceFacts() }),
    );
    if (!answer.ok) {
      toastError(answer);
      return;
    }
    setReported({ problem: null });
    setAsks(true);
  };
  const explain = async (problem: QualityProblem): Promise<void> => {
    const answer = await callHttp(reportUrl(interactionId), () => null, withBody("PUT", { problem }));
    if (!answer.ok) {
      toastError(answer);
      return;
    }
    setReported({ problem });
    setAsks(false);
  };
  const said =
    reported === null
      ? t("records.bad.report")
      : reported.problem === null
        ? t("records.bad.reported")
        : t("records.bad.reportedAs", { problem: t(`records.bad.problem.${reported.problem}`) });
  return (
    <>
      <span className="vh" role="status">
        {reported === null ? "" : said}
      </span>
      <Menu
        opened={asks}
        onChange={(open) => setAsks(open && reported !== null)}
        position="bottom-end"
        width={240}
        withinPortal
        trapFocus
      >
        <Menu.Target>
          <button
            type="button"
            className={`btn quiet icon${reported === null ? "" : " on"}`}
            data-call="bad-sound"
            aria-label={said}
            title={said}
            onClick={() => {
              if (reported === null) void report();
            }}
          >
            <IconMessageReport size={18} stroke={1.6} aria-hidden="true" />
          </button>
        </Menu.Target>
        <Menu.Dropdown className="menu">
          <div className="head" aria-hidden="true">
            {t("records.bad.ask")}
          </div>
          {qualityProblems.map((problem) => (
            <Menu.RadioItem
              key={problem}
              value={problem}
              checked={reported?.problem === problem}
              className="item"
              checkIcon={<IconCheck size={16} stroke={1.7} aria-hidden="true" />}
              onChange={() => void explain(problem)}
            >
              {t(`records.bad.problem.${problem}`)}
            </Menu.RadioItem>
          ))}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
