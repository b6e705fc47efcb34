import type { CandidacyView, StandingView } from "@patchbay/protocol";
import { useMemo } from "react";
import { useWords } from "../../words/words.js";
import { secondText } from "../context/history/when.js";
import { bodyText, type Story, saidBy } from "./lines.js";
import type { Told } from "./replay-http.js";
import { useReplay } from "./replay-store.js";
import { reasonText } from "./why.js";

/** How everything stood after the step that is shown. */
export function Moment({ told, story }: { readonly told: Told; readonly story: Story }) {
  const t = useWords();
  const { at } = useReplay();
  const { steps, standings, interactionId } = told.replay;
  const step = steps[at];
  if (step === undefined) return null;
  const standing = step.after === null ? null : (standings[step.after] ?? null);
  return (
    <section className="replay-moment" aria-label={t("replay.moment.title")}>
      <p className="replay-now">
        <b className="num">{secondText(step.at)}</b>{" "}
        {standing === null ? t("replay.moment.over") : t(`replay.moment.stage.${standing.stage}`)}
      </p>
      {standing !== null && <Queue standing={standing} names={told.names} mine={interactionId} />}
      {standing !== null && standing.candidates.length > 0 && (
        <Agents standing={standing} names={told.names} mine={interactionId} />
      )}
      <Said told={told} story={story} seq={step.seq} />
      <h2>{t("replay.moment.raw")}</h2>
      {step.event === null ? (
        <p className="small soft">{t("replay.moment.rawOthers", { type: step.type })}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys
        <pre className="replay-raw num" tabIndex={0}>
          {JSON.stringify({ seq: step.seq, at: step.at, type: step.type, ...step.event }, null, 2)}
        </pre>
      )}
    </section>
  );
}

interface Shown {
  readonly standing: StandingView;
  readonly names: Told["names"];
}

function Queue({ standing: { request }, names, mine }: Shown & { readonly mine: string }) {
  const t = useWords();
  if (request === null) return <p className="small soft">{t("replay.moment.noQueue")}</p>;
  const agent = (id: string): string => names.agents[id] ?? t("context.happened.somebody");
  if (request.directedTo !== null)
    return <p className="small">{t("replay.moment.directed", { name: agent(request.directedTo) })}</p>;
  const beyond = !request.line.some(({ interactionId }) => interactionId === mine);
  return (
    <>
      <h2>
        {t("replay.moment.queue", {
          service: names.services[request.serviceId] ?? t("context.happened.aService"),
        })}
      </h2>
      <table className="replay-table">
        <thead>
          <tr>
            <th className="r">{t("replay.moment.place")}</th>
            <th>{t("replay.moment.case")}</th>
            <th>{t("replay.moment.since")}</th>
            <th className="r">{t("replay.moment.priority")}</th>
            <th>{t("replay.moment.held")}</th>
          </tr>
        </thead>
        <tbody>
          {request.line.map((place, index) => (
            <tr key={place.interactionId} className={place.interactionId === mine ? "mine" : ""}>
              <td className="r num">{index + 1}</td>
              <td className="num">
                #{place.caseNumber}
                {place.interactionId === mine && <span className="chip">{t("replay.moment.mine")}</span>}
              </td>
              <td className="num">{secondText(place.enqueuedAt)}</td>
              <td className="r num">{place.priority}</td>
              <td>
                {place.offered
                  ? t("replay.moment.offered")
                  : place.keptFor === null
                    ? ""
                    : t("replay.moment.kept", { name: agent(place.keptFor) })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {beyond && (
        <p className="small soft">
          {t("replay.moment.beyond", { place: request.ahead + 1, count: request.waiting })}
        </p>
      )}
    </>
  );
}

function Agents({ standing, names, mine }: Shown & { readonly mine: string }) {
  const t = useWords();
  const parties = new Map(standing.parties.map(({ agentId, state }) => [agentId, state]));
  return (
    <>
      <h2>{t("replay.moment.agents")}</h2>
      <table className="replay-table">
        <thead>
          <tr>
            <th>{t("replay.moment.agent")}</th>
            <th>{t("replay.moment.does")}</th>
            <th>{t("replay.moment.could")}</th>
          </tr>
        </thead>
        <tbody>
          {standing.candidates.map((one) => {
            const party = parties.get(one.agentId);
            return (
              <tr key={one.agentId} className={one.rule === null || party !== undefined ? "" : "mute"}>
                <td>{names.agents[one.agentId] ?? one.agentId}</td>
                <td>
                  <Doing one={one} names={names} />
                </td>
                <td>
                  {party !== undefined ? (
                    <b>{t(party === "active" ? "replay.moment.has" : "replay.moment.wrapsUp")}</b>
                  ) : (
                    <span className={one.rule === null ? "t-m m-ready strong" : ""}>
                      {reasonText(one, { t, names, mine })}
                    </span>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </>
  );
}

function Doing({ one: { at }, names }: { readonly one: CandidacyView; readonly names: Told["names"] }) {
  const t = useWords();
  if (at === null) return <>{t("replay.moment.out")}</>;
  const { kind, reason } = at.presence;
  const presence =
    kind === "ready"
      ? t("replay.moment.ready")
      : kind === "supervising"
        ? t("replay.moment.supervising")
        : reason == null
          ? t("replay.moment.notReady")
          : (names.reasons[reason] ?? reason);
  return (
    <>
      {presence}
      <span className="num soft"> · {t("replay.moment.load", { load: at.load, capacity: at.capacity })}</span>
    </>
  );
}

/** The transcript as it stood: nothing that came later. */
function Said({ told, story, seq }: { readonly told: Told; readonly story: Story; readonly seq: number }) {
  const t = useWords();
  const said = useMemo(() => saidBy(story, told.replay.steps, seq), [story, told, seq]);
  return (
    <>
      <h2>{t("replay.moment.transcript")}</h2>
      {said.length === 0 && <p className="small soft">{t("replay.moment.nothing")}</p>}
      <ol className="replay-said" aria-label={t("replay.moment.transcript")}>
        {said.map((message) => (
          <li key={message.messageId} className={message.audience === "team" ? "team" : message.from.who}>
            <span className="small mute num">
              {message.from.who === "customer" ? t("context.transcript.customer") : message.from.name},{" "}
              {secondText(message.at)}
              {message.audience === "team" && `, ${t("replay.whispered")}`} ·{" "}
              {t(`replay.moment.${message.stateThen}`)}
            </span>
            <span className="replay-words">{bodyText(t, message)}</span>
          </li>
        ))}
      </ol>
    </>
  );
}
