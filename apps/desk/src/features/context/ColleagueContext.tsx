import { type Colleague, type ContactView, colleagueSchema } from "@patchbay/protocol";
import { useEffect, useState } from "react";
import { Avatar } from "../../parts/Avatar.js";
import { languageName } from "../../parts/language-name.js";
import { callHttp } from "../../state/http.js";
import { useDesk, withSeat } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { PresenceLine } from "../directory/index.js";
import "./contact/contact.css";
import "./context.css";

/** Beside a call with a colleague there is no customer, no story and no result: who it is, and how they are. */
export function ColleagueContext({
  contact,
  agentId,
}: {
  readonly contact: ContactView;
  /** `null`: not known any more. */
  readonly agentId: string | null;
}) {
  const t = useWords();
  const agent = useDesk((state) => (agentId === null ? undefined : state.data?.roster.get(agentId)));
  const said = useColleague(agentId);
  const rows = [
    [t("directory.inside.extension"), agent?.extension ?? contact.phones[0]?.display ?? null],
    [t("directory.inside.team"), agent?.team?.name ?? null],
    [t("account.profile.title"), said?.title || null],
    [t("account.profile.spoken"), said?.languages.map(languageName).join(", ") || null],
  ] as const;
  return (
    <aside className="context" aria-label={t("context.label")}>
      <section className="contact" aria-label={contact.name}>
        <div className="ctx-contact-head">
          <Avatar
            name={contact.name}
            id={agentId ?? contact.contactId}
            size={44}
            photo={agent?.photoUrl == null ? null : withSeat(agent.photoUrl)}
          />
          <div className="grow">
            <h2 className="clip">{contact.name}</h2>
            {agent !== undefined && <PresenceLine agent={agent} />}
          </div>
        </div>
        <ul className="ctx-reaches">
          {rows.map(
            ([kind, text]) =>
              text !== null && (
                <li key={kind} className="reach">
                  <span className="clip">
                    <span className="kind">{kind}</span>
                    <span className="num">{text}</span>
                  </span>
                </li>
              ),
          )}
        </ul>
        {said !== null && said.about !== "" && <p className="ctx-about">{said.about}</p>}
      </section>
    </aside>
  );
}

/** What a colleague says of themselves; `null`: nothing, or it could not be read. */
function useColleague(agentId: string | null): Colleague | null {
  const [said, setSaid] = useState<Colleague | null>(null);
  useEffect(() => {
    setSaid(null);
    if (agentId === null) return;
    let isCurrent = true;
    const url = `/api/users/${encodeURIComponent(agentId)}/profile`;
    void callHttp(url, (body) => colleagueSchema.parse(body)).then((answer) => {
      if (isCurrent && answer.ok) setSaid(answer.result);
    });
    return () => {
      isCurrent = false;
    };
  }, [agentId]);
  return said;
}
