import { Menu } from "@mantine/core";
import { themeChoices } from "@patchbay/look/theme";
import {
  IconAddressBook,
  IconAdjustments,
  IconCheck,
  IconCommand,
  IconFileText,
  IconHeadset,
  IconHistory,
  IconKeyboard,
  IconLogout,
  IconMessages,
  IconSettings,
} from "@tabler/icons-react";
import { useKeyHint } from "../../keys/keymap.js";
import { Avatar } from "../../parts/Avatar.js";
import { Logo } from "../../parts/logo.js";
import { changePreferences, usePreferences } from "../../state/preferences.js";
import { type Room, useDesk, withSeat } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { useHelpWanted } from "../assistance/index.js";
import { openSendLogs } from "../client-log/index.js";
import { useRecent } from "../directory/index.js";
import { useFollowUps } from "../follow-ups/index.js";
import { openPalette } from "../palette/index.js";
import { toneOf } from "../presence/state-view.js";
import { useSignOut } from "../presence/use-sign-out.js";
import { openSettings } from "../settings/index.js";
import { useVoicemail } from "../voicemail/voicemail-store.js";
import "./rail.css";
import { sectionsFor } from "../setup/index.js";

/** The rooms of the desk: only those that the role allows and that work. */
export function Rail({ onShortcuts }: { readonly onShortcuts: () => void }) {
  const t = useWords();
  const room = useDesk((state) => state.room);
  const user = useDesk((state) => state.data?.user);
  const word = useDesk((state) => state.data?.self?.word ?? "logged_out");
  const needs = useDesk((state) => {
    let count = state.data?.offers.size ?? 0;
    for (const view of state.data?.interactions.values() ?? []) if (view.unread > 0) count++;
    return count;
  });
  const hints = {
    conversations: useKeyHint("conversations"),
    calls: useKeyHint("calls"),
    records: useKeyHint("records"),
    supervise: useKeyHint("supervise"),
    setup: useKeyHint("setup"),
    help: useKeyHint("help"),
    palette: useKeyHint("palette"),
  };
  const theme = usePreferences(({ preferences }) => preferences.theme);
  const signOut = useSignOut();
  const missed = useRecent((state) => state.missed);
  const fresh = useVoicemail((state) => state.fresh);
  const due = useFollowUps((state) => state.due);
  const wanted = useHelpWanted();
  const alerts = useDesk(
    ({ data }) => data?.alerts.filter(({ acknowledged }) => acknowledged === null).length ?? 0,
  );
  const helps = wanted + alerts;
  if (!user) return null;
  const supervises = user.privileges.includes("see_live");
  const setsUp = sectionsFor(user.privileges).length > 0;
  const name = `${user.firstName} ${user.lastName}`;
  const go = (next: Room) => () => useDesk.setState({ room: next });

  return (
    <nav className="rail" aria-label={t("rail.label")}>
      <span className="logo">
        <Logo />
      </span>
      <button
        type="button"
        className="item"
        title={hints.conversations.after(t("rail.conversations"))}
        aria-keyshortcuts={hints.conversations.aria}
        aria-label={
          needs > 0
            ? `${t("rail.conversations")}, ${t("rail.waitingForYou", { count: needs })}`
            : t("rail.conversations")
        }
        aria-current={room === "conversations" ? "page" : undefined}
        onClick={go("conversations")}
      >
        <IconMessages size={20} stroke={1.6} aria-hidden="true" />
        {needs > 0 && (
          <span className="badge hot" aria-hidden="true">
            {needs}
          </span>
        )}
      </button>
      <button
        type="button"
        className="item"
        title={hints.calls.after(t("rail.calls"))}
        aria-keyshortcuts={hints.calls.aria}
        aria-label={[
          t("rail.calls"),
          ...(missed > 0 ? [t("directory.missed", { count: missed })] : []),
          ...(fresh > 0 ? [t("voicemail.fresh", { count: fresh })] : []),
          ...(due > 0 ? [t("followUps.due", { count: due })] : []),
        ].join(", ")}
        aria-current={room === "calls" ? "page" : undefined}
        onClick={go("calls")}
      >
        <IconAddressBook size={20} stroke={1.6} aria-hidden="true" />
        {missed + fresh + due > 0 && (
          <span className="badge hot" aria-hidden="true">
            {missed + fresh + due}
          </span>
        )}
      </button>
      <button
        type="button"
        className="item"
        title={hints.records.after(t("rail.records"))}
        aria-keyshortcuts={hints.records.aria}
        aria-label={t("rail.records")}
        aria-current={room === "records" ? "page" : undefined}
        onClick={go("records")}
      >
        <IconHistory size={20} stroke={1.6} aria-hidden="true" />
      </button>
      {supervises && (
        <button
          type="button"
          className="item"
          title={hints.supervise.after(t("rail.supervise"))}
          aria-keyshortcuts={hints.supervise.aria}
          aria-label={[
            t("rail.supervise"),
            ...(wanted > 0 ? [t("rail.helpWanted", { count: wanted })] : []),
            ...(alerts > 0 ? [t("rail.alerts", { count: alerts })] : []),
          ].join(", ")}
          aria-current={room === "supervise" ? "page" : undefined}
          onClick={go("supervise")}
        >
          <IconHeadset size={20} stroke={1.6} aria-hidden="true" />
          {helps > 0 && (
            <span className="badge hot" aria-hidden="true">
              {helps}
            </span>
          )}
        </button>
      )}
      {setsUp && (
        <button
          type="button"
          className="item"
          title={hints.setup.after(t("rail.setup"))}
          aria-keyshortcuts={hints.setup.aria}
          aria-label={t("rail.setup")}
          aria-current={room === "setup" ? "page" : undefined}
          onClick={go("setup")}
        >
          <IconSettings size={20} stroke={1.6} aria-hidden="true" />
        </button>
      )}
      <div className="end">
        <button
          type="button"
          className="item"
          title={hints.palette.after(t("palette.title"))}
          aria-label={t("palette.title")}
          aria-keyshortcuts={hints.palette.aria}
          onClick={openPalette}
        >
          <IconCommand size={20} stroke={1.6} aria-hidden="true" />
        </button>
        <button
          type="button"
          className="item"
          title={hints.help.after(t("rail.shortcuts"))}
          aria-label={t("rail.shortcuts")}
          onClick={onShortcuts}
        >
          <IconKeyboard size={20} stroke={1.6} aria-hidden="true" />
        </button>
        <Menu position="right-end" offset={8} width={240} withinPortal trapFocus>
          <Menu.Target>
            <button type="button" className="me" aria-label={t("rail.profile", { name })} title={name}>
              <Avatar
                name={name}
                id={user.agentId}
                size={32}
                photo={user.photoUrl === null ? null : withSeat(user.photoUrl)}
              />
              <span className={`at ${toneOf(word)}`} aria-hidden="true" />
            </button>
          </Menu.Target>
          <Menu.Dropdown className="menu">
            <div className="head" aria-hidden="true">
              {name}
            </div>
            <hr />
            {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is no part of a menu */}
            <div role="group" aria-label={t("rail.theme")}>
              <div className="head" aria-hidden="true">
                {t("rail.theme")}
              </div>
              {themeChoices.map((choice) => (
                <Menu.RadioItem
                  key={choice}
                  value={choice}
                  checked={theme === choice}
                  className="item"
                  closeMenuOnClick={false}
                  checkIcon={<IconCheck size={16} stroke={1.7} aria-hidden="true" />}
                  onChange={() => changePreferences({ theme: choice })}
                >
                  {t(`rail.themes.${choice}`)}
                </Menu.RadioItem>
              ))}
            </div>
            <hr />
            <Menu.Item
              component="button"
              type="button"
              className="item"
              leftSection={
                <span className="i-box">
                  <IconAdjustments size={16} stroke={1.7} aria-hidden="true" />
                </span>
              }
              onClick={() => openSettings()}
            >
              {t("settings.title")}
            </Menu.Item>
            <Menu.Item
              component="button"
              type="button"
              className="item"
              leftSection={
                <span className="i-box">
                  <IconFileText size={16} stroke={1.7} aria-hidden="true" />
                </span>
              }
              onClick={openSendLogs}
            >
              {t("clientLog.open")}
            </Menu.Item>
            <Menu.Item
              component="button"
              type="button"
              className="item"
              leftSection={
                <span className="i-box">
                  <IconLogout size={16} stroke={1.7} aria-hidden="true" />
                </span>
              }
              onClick={signOut}
            >
              {t("rail.signOut")}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
    </nav>
  );
}
