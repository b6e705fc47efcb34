import { Modal } from "@mantine/core";
import { useState } from "react";
import { contextShortcuts } from "../features/context/index.js";
import { openSettings } from "../features/settings/index.js";
import { actionGroups, deskActions } from "../keys/desk-actions.js";
import { Keys } from "../keys/Keys.js";
import { combinationsOf } from "../keys/keymap.js";
import { usePreferences } from "../state/preferences.js";
import { useWords } from "../words/words.js";
import "./shortcuts.css";

/** All keys, as they are now. */
export function ShortcutsOverlay({
  opened,
  onClose,
}: {
  readonly opened: boolean;
  readonly onClose: () => void;
}) {
  const t = useWords();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("keys.title")}
      closeButtonProps={{ "aria-label": t("keys.close") }}
      size="lg"
      centered
    >
      <AllKeys onClose={onClose} />
    </Modal>
  );
}

function AllKeys({ onClose }: { readonly onClose: () => void }) {
  const t = useWords();
  const chosen = usePreferences(({ preferences }) => preferences.keys);
  const [sought, setSought] = useState("");
  const fits = (text: string): boolean =>
    text.toLocaleLowerCase().includes(sought.trim().toLocaleLowerCase());
  const groups = actionGroups.map((group) => ({
    group,
    lines: [
      ...deskActions
        .filter((action) => action.group === group)
        .map(({ id, words }) => ({ id, text: t(words), combinations: combinationsOf(id, chosen) })),
      ...(group === "front"
        ? contextShortcuts.map(({ combination, words }) => ({
            id: words,
            text: t(words),
            combinations: [combination],
          }))
        : []),
    ].filter(({ text, combinations }) => combinations.length > 0 && fits(text)),
  }));
  const isEmpty = groups.every(({ lines }) => lines.length === 0);
  return (
    <>
      <div className="keys-head">
        <input
          className="input"
          type="search"
          aria-label={t("keys.search")}
          placeholder={t("keys.search")}
          value={sought}
          onChange={(event) => setSought(event.currentTarget.value)}
        />
        <button
          type="button"
          className="btn"
          onClick={() => {
            onClose();
            openSettings("keys");
          }}
        >
          {t("keys.change")}
        </button>
      </div>
      {isEmpty && <p className="mute">{t("keys.none")}</p>}
      {groups.map(
        ({ group, lines }) =>
          lines.length > 0 && (
            <section key={group} aria-labelledby={`keys-${group}`}>
              <h3 id={`keys-${group}`} className="keys-group small">
                {t(`keys.groups.${group}`)}
              </h3>
              <dl className="keys">
                {lines.map(({ id, text, combinations }) => (
                  <div key={id}>
                    <dt>
                      <Keys combination={combinations[0] ?? ""} />
                    </dt>
                    <dd>{text}</dd>
                  </div>
                ))}
              </dl>
            </section>
          ),
      )}
    </>
  );
}
