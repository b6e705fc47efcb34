import { Menu } from "@mantine/core";
import type { ContactView, RosterView, ServiceView } from "@patchbay/protocol";
import { type RefObject, useMemo } from "react";
import { Avatar } from "../../parts/Avatar.js";
import { useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { callOrSay, lineToUse } from "../phone/place-call.js";
import { useCallAbility } from "../phone/use-phone-facts.js";
import { type DirectoryRow, directoryRows } from "./directory-rows.js";
import { ColleagueFace, Mark, PresenceLine } from "./faces.js";
import { CallAny, CallColleague, CallFace, Star } from "./RowButtons.js";
import { waitWords } from "./service-words.js";
import { whyNotCalled } from "./targets.js";
import { useContacts } from "./use-contacts.js";
import { type RowsHandle, VirtualRows } from "./VirtualRows.js";

/** Everybody who can be called: colleagues by team, services with their line, contacts as they are searched for. */
export function DirectoryTab({
  sought,
  rows: handle,
  onLeave,
}: {
  readonly sought: string;
  readonly rows: RefObject<RowsHandle | null>;
  readonly onLeave: () => void;
}) {
  const t = useWords();
  const roster = useDesk((state) => state.data?.roster);
  const services = useDesk((state) => state.data?.services);
  const me = useDesk((state) => state.data?.user.agentId ?? "");
  const { contacts, more, looking } = useContacts(sought);
  const rows = useMemo(
    () =>
      directoryRows({
        roster: roster?.values() ?? [],
        services: services?.values() ?? [],
        contacts,
        moreContacts: more,
        looking,
        me,
        sought,
        titles: {
          noTeam: t("directory.noTeam"),
          services: t("directory.services"),
          contacts: t("directory.contacts"),
        },
      }),
    [roster, services, contacts, more, looking, me, sought, t],
  );
  return (
    <VirtualRows
      rows={rows}
      label={t("directory.tabs.directory")}
      handle={handle}
      isRow={({ kind }) => kind === "colleague" || kind === "contact" || kind === "number"}
      render={(row) => <Line row={row} />}
      onLeave={onLeave}
    />
  );
}

function Line({ row }: { readonly row: DirectoryRow }) {
  const t = useWords();
  switch (row.kind) {
    case "heading":
      return (
        <h2 className="dir-heading">
          {row.title} {row.count !== null && <span className="mute num">{row.count}</span>}
        </h2>
      );
    case "hint":
      return <p className="dir-hint">{t(`directory.${row.words}`)}</p>;
    case "number":
      return (
        <div className="dir-row">
          <Mark of="number" />
          <span className="picker-words">
            <b className="strong clip num">{row.number}</b>
            <span className="small soft">{t("directory.thisNumber")}</span>
          </span>
          <span className="dir-acts">
            <CallAny number={row.number} name={row.number} />
            <Star target={{ number: row.number }} name={row.number} label={row.number} />
          </span>
        </div>
      );
    case "colleague":
      return <Colleague agent={row.agent} />;
    case "service":
      return <Service service={row.service} />;
    case "contact":
      return <Contact contact={row.contact} />;
  }
}

function Colleague({ agent }: { readonly agent: RosterView }) {
  const t = useWords();
  const { agentId, name, extension } = agent;
  const whyNot = whyNotCalled(agent);
  return (
    <div className="dir-row">
      <ColleagueFace agent={agent} />
      <span className="picker-words">
        <span className="row tight">
          <b className="strong clip">{name}</b>
          {extension !== null && <span className="num small mute">{extension}</span>}
        </span>
        <PresenceLine agent={agent} />
      </span>
      <span className="dir-acts">
        <CallColleague
          agentId={agentId}
          name={name}
          whyNot={whyNot === null ? null : t(`directory.whyNot.${whyNot}`)}
        />
        <Star target={{ agentId }} name="" label={name} />
      </span>
    </div>
  );
}

function Service({ service }: { readonly service: ServiceView }) {
  const t = useWords();
  return (
    <div className="dir-row">
      <Mark of="service" />
      <span className="picker-words">
        <b className="strong clip">{service.name}</b>
        <span className="small soft clip num">
          {service.open ? waitWords(service) : t("directory.whyNot.closed")}
        </span>
      </span>
    </div>
  );
}

function Contact({ contact }: { readonly contact: ContactView }) {
  const t = useWords();
  const { name, phones, emails, account, contactId } = contact;
  const [first, ...others] = phones;
  const about = [
    first?.display ?? null,
    others.length > 0 ? `+${others.length}` : null,
    account,
    emails[0] ?? null,
  ]
    .filter((part) => part !== null && part !== name)
    .join(" · ");
  return (
    <div className="dir-row">
      <Avatar name={name} id={contactId} size={32} />
      <span className="picker-words">
        <b className="strong clip">{name}</b>
        <span className="small soft clip num">{about === "" ? t("directory.noNumber") : about}</span>
      </span>
      <span className="dir-acts">
        {others.length === 0 ? (
          <CallAny number={first?.e164 ?? first?.raw ?? null} name={name} />
        ) : (
          <CallOneOf phones={phones} name={name} />
        )}
        {first !== undefined && (
          <Star target={{ number: first.e164 ?? first.raw }} name={name} label={name} />
        )}
      </span>
    </div>
  );
}

/** Somebody with several numbers: the agent says which. */
function CallOneOf({ phones, name }: { readonly phones: ContactView["phones"]; readonly name: string }) {
  const t = useWords();
  const { why, lines } = useCallAbility();
  if (why !== null) return <CallAny number={phones[0]?.raw ?? null} name={name} />;
  return (
    <Menu position="bottom-end" offset={4} width={240} withinPortal trapFocus>
      <Menu.Target>
        <button type="button" className="btn sm dir-call" aria-label={t("directory.callName", { name })}>
          <CallFace />
        </button>
      </Menu.Target>
      <Menu.Dropdown className="menu" aria-label={t("directory.callName", { name })}>
        {phones.map(({ raw, display, e164 }) => (
          <Menu.Item
            key={raw}
            component="button"
            type="button"
            className="item num"
            onClick={() => void callOrSay(lineToUse(lines), e164 ?? raw, null)}
          >
            {display}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
