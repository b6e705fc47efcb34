import type { InteractionView } from "@patchbay/protocol";
import {
  IconApps,
  IconArrowForwardUp,
  IconArrowsExchange,
  IconDialpad,
  IconEye,
  IconForms,
  IconHelpCircle,
  IconMicrophone,
  IconMicrophoneOff,
  IconPhoneCall,
  IconPhoneIncoming,
  IconPhoneOff,
  IconPhoneOutgoing,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerRecord,
  IconPointFilled,
  IconRecordMail,
  IconShieldCheck,
  IconSpeakerphone,
  IconUserPlus,
  IconWifiOff,
} from "@tabler/icons-react";
import { useLayoutEffect, useMemo, useRef } from "react";
import { perLanguage } from "../../parts/language-name.js";
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
  message: IconSpeakerphone,
  mailbox: IconRecordMail,
  data: IconForms,
  asks: IconHelpCircle,
  swaps: IconArrowsExchange,
  joins: IconUserPlus,
  given: IconArrowForwardUp,
  recording: IconPlayerRecord,
  recordingPaused: IconPlayerPause,
  supervises: IconEye,
  consent: IconShieldCheck,
  application: IconApps,
};

const LINE_PX = 26;
const clock = perLanguage(
  (locale) => new Intl.DateTimeFormat(locale, { timeStyle: "medium", hourCycle: "h23" }),
);

/** What happened in this call, newest last. */
export function CallLog({ view }: { readonly view: InteractionView }) {
  const t = useWords();
  const { interactionId, contact } = view;
  const happenings = useDesk((state) => state.data?.happenings.get(interactionId));
  const { context } = useTimelineContext(view);
  const direction = view.call?.direction ?? "inbound";
  const applications = useDesk(({ data }) => data?.voice.applications);
  const lines = useMemo(
    () =>
      callLog(
        happenings ?? [],
        {
          me: context.me,
          nameOf: context.nameOf,
          serviceName: context.serviceName,
          customerName: contact.name,
          direction,
          applicationName: (id) => applications?.find(({ scenarioId }) => scenarioId === id)?.name ?? null,
        },
        (happening) => sentenceOf(happening, context),
      ),
    [happenings, context, contact.name, direction, applications],
  );
  const log = useRef<HTMLElement>(null);
  const atEnd = useRef(true);
  const count = lines.length;
  useLayoutEffect(() => {
    // Whoever reads further up is not taken away from there.
    if (count > 0 && log.current !== null && atEnd.current) log.current.scrollTop = log.current.scrollHeight;
  }, [count]);
  return (
    <section
      ref={log}
      className="call-log"
      aria-label={t("call.log")}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard
      tabIndex={0}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        atEnd.current = scrollHeight - scrollTop - clientHeight < 2 * LINE_PX;
      }}
    >
      <h2>{t("call.log")}</h2>
      <ol>
        {lines.map((line) => {
          const Icon = line.icon in icons ? icons[line.icon as CallLogIcon] : IconPointFilled;
          return (
            <li
              key={line.key}
              className={line.tone === "warn" ? "t-m m-due" : line.tone === "quiet" ? "mute" : ""}
            >
              <time className="num small mute" dateTime={new Date(line.at).toISOString()}>
                {clock().format(line.at)}
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
