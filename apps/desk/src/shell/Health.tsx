import { IconAlertTriangle, IconWifiOff } from "@tabler/icons-react";
import { type ReactNode, useEffect, useState } from "react";
import { mutesHere, useLiveCall } from "../features/call/index.js";
import { PhoneStatus } from "../features/phone/index.js";
import { clockText, useNow } from "../parts/time.js";
import { reconnect } from "../state/actions.js";
import { useDesk } from "../state/store.js";
import { useWords } from "../words/words.js";
import "./notices.css";

/** A blink of the connection is not worth a word. */
const LOST_FOR_MS = 1_500;

/** Foot of the list: how the connection is, always. */
export function Health({ children }: { readonly children: ReactNode }) {
  const t = useWords();
  const { status } = useDesk((state) => state.link);
  const hasPhone = useDesk(({ data }) => data?.self != null && data.voice.state !== "off");
  const unsent = useDesk((state) => state.outgoing.filter((line) => line.state === "sending").length);
  return (
    <footer className="health">
      {status === "live" && hasPhone ? (
        // A phone that is looked at is looked at through the connection: one of the two says enough.
        <PhoneStatus />
      ) : (
        <>
          <span className={`dot ${status === "live" ? "m-ready" : "m-due"}`} aria-hidden="true" />
          <span className="clip">
            <b>{t(`health.${status}`)}</b>
            {unsent > 0 && status !== "live" && ` · ${t("health.unsent", { count: unsent })}`}
          </span>
        </>
      )}
      {children}
    </footer>
  );
}

/** Stays until it is solved, and says what happens meanwhile. */
export function HealthBanner() {
  const t = useWords();
  const now = useNow();
  const link = useDesk((state) => state.link);
  const center = useDesk((state) => state.health);
  const unsent = useDesk((state) => state.outgoing.filter((line) => line.state === "sending").length);
  // A silence has lasted long enough before it counts as one.
  const lost = useLasting(link.status !== "live", link.status === "silent");
  const call = useLiveCall();
  const suspended = useLasting(center !== "running" && link.status === "live");
  if (!lost && !suspended) return null;
  const offset = useDesk.getState().data?.clockOffset ?? 0;
  const ofCall = call !== null && (
    <>
      <b>{t(mutesHere(call) ? "health.bannerCallMute" : "health.bannerCall")}</b>{" "}
    </>
  );
  return (
    <div className="notices" role="status">
      {lost ? (
        <div className="banner m-notready">
          <IconWifiOff size={18} stroke={1.6} aria-hidden="true" />
          <span>
            <b>{t("health.bannerLost")}</b> {ofCall}
            {unsent > 0 ? t("health.bannerUnsent", { count: unsent }) : t("health.bannerLostMore")}
          </span>
          <button
            type="button"
            className="btn sm"
            aria-disabled={link.status !== "waiting"}
            title={
              link.status === "waiting"
                ? t("health.retryIn", { time: clockText(link.at + offset - now + 999) })
                : undefined
            }
            onClick={reconnect}
          >
            {t("health.retryNow")}
          </button>
        </div>
      ) : (
        <div className="banner m-notready">
          <IconAlertTriangle size={18} stroke={1.6} aria-hidden="true" />
          <span>
            <b>{t("health.bannerSuspended")}</b> {ofCall}
            {t("health.bannerSuspendedMore")}
          </span>
        </div>
      )}
    </div>
  );
}

/** True once `is` has been true for a while, or `atOnce`. */
function useLasting(is: boolean, atOnce = false): boolean {
  const [lasting, setLasting] = useState(false);
  useEffect(() => {
    if (!is) {
      setLasting(false);
      return;
    }
    if (atOnce) {
      setLasting(true);
      return;
    }
    const timer = window.setTimeout(() => setLasting(true), LOST_FOR_MS);
    return () => window.clearTimeout(timer);
  }, [is, atOnce]);
  return lasting;
}
