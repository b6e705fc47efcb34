import type { InteractionView } from "@patchbay/protocol";
import { IconMessages, IconMicrophone, IconMusic } from "@tabler/icons-react";
import { usePhone } from "../../phone/phone-store.js";
import { useWords } from "../../words/words.js";
import { callState } from "./call-state.js";
import { AskedTile, PartyTile } from "./PartyTile.js";
import { groupTitle, type TalkGroup, talkersOf, talkGroups } from "./talk-groups.js";
import { listed, useAskedName, useMuted, usePartyName, useQualities } from "./use-call.js";

/** Who is in the call and who talks with whom: one group, or two while somebody is consulted. */
export function CallParties({ view }: { readonly view: InteractionView }) {
  const groups = talkGroups(view);
  const [only] = groups;
  if (groups.length === 1 && only !== undefined) return <Tiles view={view} group={only} />;
  return (
    <div className="call-groups">
      {groups.map((group) => (
        <Group key={group.circle} view={view} group={group} />
      ))}
    </div>
  );
}

function Group({ view, group }: { readonly view: InteractionView; readonly group: TalkGroup }) {
  const t = useWords();
  const askedName = useAskedName(group.asked);
  const title = groupTitle(group, usePartyName());
  const isAsked = group.asked !== null && title.words === "call.group.youAlone";
  const words = !isAsked
    ? title.words
    : group.asked?.agentId === null
      ? "call.group.youInLine"
      : "call.group.youCall";
  const names = isAsked ? [askedName] : title.names;
  const talks = talkersOf(group.parties).length > 1;
  const Icon = group.own ? IconMicrophone : talks ? IconMessages : IconMusic;
  return (
    <section className={`call-group${group.own ? " own" : ""}`} data-circle={group.circle}>
      <h2 className="row tight">
        <Icon size={14} stroke={1.8} aria-hidden="true" />
        <span>{t(words, { names: listed(names) })}</span>
      </h2>
      <Tiles view={view} group={group} />
    </section>
  );
}

function Tiles({ view, group }: { readonly view: InteractionView; readonly group: TalkGroup }) {
  const t = useWords();
  const qualities = useQualities(view);
  const muted = useMuted(view);
  const microphone = usePhone(
    ({ choice, devices }) => devices.microphones.find(({ id }) => id === choice.microphone)?.label ?? null,
  );
  const browser = view.call?.own?.device === "browser";
  const equipment = browser ? (microphone ?? t("call.party.systemMicrophone")) : null;
  return (
    <ul
      className="parties call-parties"
      aria-label={t("call.party.list")}
      data-few={group.parties.length < 3 && callState(view) !== "conference"}
    >
      {group.parties.map((party) => (
        <PartyTile
          key={party.legId}
          view={view}
          party={party}
          group={group.parties}
          quality={qualities.get(party.legId) ?? null}
          muted={party.own ? muted : party.muted}
          equipment={party.own ? equipment : null}
        />
      ))}
      {group.asked !== null && <AskedTile view={view} asked={group.asked} />}
    </ul>
  );
}
