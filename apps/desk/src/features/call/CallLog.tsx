import type { InteractionView } from "@patchbay/protocol";
import {
  IconDialpad,
  IconForms,
  IconMicrophone,
  IconMicrophoneOff,
  IconPhoneCall,
  IconPhoneIncoming,
  IconPhoneOff,
  IconPhoneOutgoing,
  IconPlayerPause,
  IconPlayerPlay,
  IconPointFilled,
  IconWifiOff,
} from "@tabler/icons-react";
import { useMemo } from "react";
import { useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { sentenceOf } from "../conversation/timeline/happenings.js";
import { useTimelineContext } from "../conversation/timeline/use-timeline-context.js";
import { type CallLogIcon, callLog } from "./call-log.js";

const icons: Record<CallLogIcon, typeof IconDialpad> = {
  in: IconPhoneIncoming,
  out: IconPhoneOutgoing,
  rings: IconPhoneCall,
  talks: IconMicrophone,
  lost: IconWifiOff,
  gone: IconPhoneOff,
  held: IconPlayerPause,
  back: IconPlayerPlay,
  muted: IconMicrophoneOff,
  keys: IconDialpad,
  data: IconForms,
};

const clock = new Intl.DateTimeFormat("en", { timeStyle: "medium", hourCycle: "h23" });

/** What happened in this call, newest last. */
export function CallLog({ view }: { readonly view: InteractionView }) {
  const t = useWords();
  const { interactionId, contact } = view;
  const happenings = useDesk((state) => state.data?.happenings.get(interactionId));
  const { context } = useTimelineContext(view);
  const direction = view.call?.direction ?? "inbound";
  const lines = useMemo(
    () =>
      callLog(
        happenings ?? [],
        { me: context.me, nameOf: context.nameOf, customerName: contact.name, direction },
        (happening) => sentenceOf(happening, context),
      ),
    [happenings, context, contact.name, direction],
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard
    <section className="call-log" aria-label={t("call.log")} tabIndex={0}>
      <h2>{t("call.log")}</h2>
      <ol>
        {lines.map((line) => {
          const Icon = line.icon in icons ? icons[line.icon as CallLogIcon] : IconPointFilled;
          return (
            <li key={line.key} className={line.tone === "warn" ? "t-m m-due" : ""}>
              <time className="num small mute" dateTime={new Date(line.at).toISOString()}>
                {clock.format(line.at)}
              </time>
              <Icon size={14} stroke={1.8} aria-hidden="true" />
              <span>{line.text}</span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
