import { IconPhoneOff, IconVolumeOff } from "@tabler/icons-react";
import { usePhone } from "../../phone/phone-store.js";
import { useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";

import "./phone.css";

const KNOWN_PROBLEMS = ["port_in_use", "not_permitted"];

/** What stops calls for everybody, or the sound of this call; stays until it is over. */
export function PhoneBanner() {
  const t = useWords();
  const voice = useDesk((state) => state.data?.voice);
  const takesPart = useDesk((state) => state.data?.self != null);
  const live = useDesk((state) => state.link.status === "live");
  const waitsForTouch = usePhone((state) => state.waitsForTouch);
  if (!takesPart || !live || voice === undefined) return null;
  if (waitsForTouch)
    return (
      <div className="banner m-notready phone-banner" role="status">
        <IconVolumeOff size={18} stroke={1.6} aria-hidden="true" />
        <span>
          <b>{t("phone.touch.title")}</b> {t("phone.touch.more")}
        </span>
      </div>
    );
  if (voice.state !== "unreachable" && voice.state !== "no_network") return null;
  const { problem } = voice;
  return (
    <div className="banner m-notready phone-banner" role="status">
      <IconPhoneOff size={18} stroke={1.6} aria-hidden="true" />
      <span>
        {voice.state === "unreachable" ? (
          <>
            <b>{t("phone.banner.unreachable")}</b> {t("phone.banner.unreachableMore")}
          </>
        ) : (
          <>
            {problem !== null && (
              <>
                <b className="num">
                  {t(`phone.banner.${KNOWN_PROBLEMS.includes(problem.code) ? problem.code : "other"}`, {
                    variable: problem.variable,
                    port: problem.port,
                  })}
                </b>{" "}
              </>
            )}
            {t("phone.banner.no_network")}
          </>
        )}
      </span>
    </div>
  );
}
