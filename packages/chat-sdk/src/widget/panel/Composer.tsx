/** @jsxImportSource preact */
import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { usePanel } from "./context.js";
import { Icon } from "./icons.js";

/** Where the customer writes; Enter sends, Shift+Enter begins a line. Files come by button, paste or drop. */
export function Composer(): JSX.Element {
  const { chat, settings, t } = usePanel();
  const [text, setText] = useState("");
  const [trouble, setTrouble] = useState<string | null>(null);
  const picker = useRef<HTMLInputElement>(null);
  const box = useRef<HTMLTextAreaElement>(null);

  const send = (): void => {
    const said = text.trim();
    if (said === "") return;
    void chat.send(said);
    setText("");
    setTrouble(null);
    box.current?.focus();
  };
  const take = (files: Iterable<File>): boolean => {
    if (!settings.files) return false;
    let any = false;
    for (const file of files) {
      any = true;
      void chat.sendFile(file, file.name);
    }
    return any;
  };
  const locate = (): void => {
    const refused = (): void => setTrouble(t("locationRefused"));
    if (!("geolocation" in navigator)) {
      refused();
      return;
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude, accuracy } }) => {
        setTrouble(null);
        void chat.sendLocation({ latitude, longitude, accuracy });
      },
      refused,
      { timeout: 20_000, maximumAge: 60_000 },
    );
  };

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        take(event.dataTransfer?.files ?? []);
      }}
    >
      {trouble !== null && (
        <p class="mistake" role="alert">
          {trouble}
        </p>
      )}
      <textarea
        ref={box}
        id="composer"
        aria-label={t("write")}
        placeholder={t("write")}
        rows={1}
        maxLength={10_000}
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          chat.typing(event.currentTarget.value === "");
        }}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          send();
        }}
        onPaste={(event) => {
          if (take(event.clipboardData?.files ?? [])) event.preventDefault();
        }}
      />
      <span class="tools">
        {settings.files && (
          <>
            <input
              ref={picker}
              type="file"
              multiple
              hidden
              onChange={(event) => {
                take(event.currentTarget.files ?? []);
                event.currentTarget.value = "";
              }}
            />
            <button
              type="button"
              class="tool"
              aria-label={t("attach")}
              title={t("attach")}
              onClick={() => picker.current?.click()}
            >
              <Icon name="attach" />
            </button>
          </>
        )}
        <button
          type="button"
          class="tool"
          aria-label={t("shareLocation")}
          title={t("shareLocation")}
          onClick={locate}
        >
          <Icon name="place" />
        </button>
        <button
          type="submit"
          class="send"
          aria-label={t("send")}
          title={t("send")}
          aria-disabled={text.trim() === ""}
        >
          <Icon name="send" />
        </button>
      </span>
    </form>
  );
}
