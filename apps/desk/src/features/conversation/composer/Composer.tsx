import type { InteractionView } from "@patchbay/protocol";
import { IconBolt, IconEyeOff, IconMoodSmile, IconPaperclip, IconSend } from "@tabler/icons-react";
import { type ClipboardEvent, type KeyboardEvent, useLayoutEffect, useRef } from "react";
import { useKeyHint } from "../../../keys/keymap.js";
import { PanelHelp } from "../../../parts/help/PanelHelp.js";
import { later } from "../../../parts/later.js";
import { sendText, setDraftAudience, typeDraft } from "../../../state/actions.js";
import { useDesk } from "../../../state/store.js";
import { word } from "../../../words/words.js";
import { CannedPanel, firstGap } from "../../canned/index.js";
import { AskForm } from "./AskForm.js";
import { closedBecause } from "./closed.js";
import { DraftState } from "./DraftState.js";
import { GivenLink, TranscriptLink } from "./TranscriptLink.js";
import { useTyped } from "./typed/use-typed.js";
import { upload } from "./uploads.js";
import { useInsertions } from "./use-insertions.js";
import { useOpener } from "./use-opener.js";
import "./composer.css";

const EmojiPanel = later(async () => (await import("../../emoji/EmojiPanel.js")).EmojiPanel);

/** What the server takes as one message. */
const TEXT_MAX = 10_000;

/** Where the agent writes. It names its receiver, and its text belongs to this chat alone. */
export function Composer({ interaction }: { readonly interaction: InteractionView }) {
  const { interactionId, contact, mark } = interaction;
  const name = contact.firstName || contact.name;
  const draft = useDesk((state) => state.drafts.get(interactionId));
  const closed = closedBecause(interaction);
  const field = useRef<HTMLTextAreaElement>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const text = draft?.text ?? "";
  // Beside a chat there is nothing to say to the customer.
  const beside = interaction.phase === "monitoring";
  const audience = beside ? "team" : (draft?.audience ?? "all");
  const team = audience === "team";
  const over = text.length - TEXT_MAX;
  const gap = firstGap(text);
  const insertions = useInsertions(interaction, field);
  const cannedKey = useKeyHint("canned");
  const emojiKey = useKeyHint("emoji");
  const opener = useOpener(field);
  const typed = useTyped(interaction, field, text, (one, place) => {
    if (one.kind === "canned") insertions.canned(one.response, place);
    else insertions.emoji(one.emoji.text, place);
  });

  // Grows with what is typed; the style sheet ends it at 40 % of the window's height.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is what the height is measured for.
  useLayoutEffect(() => {
    const element = field.current;
    if (element === null) return;
    element.style.height = "auto";
    // Nothing typed is one row: to ask for its height would lay the page out for each chat that is opened.
    if (text === "") return;
    element.style.height = `${element.scrollHeight}px`;
  }, [text, closed]);

  // A chat that ends under the hands takes its field away: what is typed on goes nowhere, and least of all elsewhere.
  const closedNote = useRef<HTMLElement>(null);
  const typesHere = useRef(false);
  useLayoutEffect(() => {
    if (closed !== null && typesHere.current && document.activeElement === document.body)
      closedNote.current?.focus();
    typesHere.current = false;
  }, [closed]);

  const send = (): void => {
    if (text.trim() === "" || over > 0 || insertions.toGap()) return;
    sendText(interactionId);
    field.current?.focus();
  };
  const key = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (typed.press(event)) return;
    // Enter that ends the composition of an Asian character is no "send".
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    send();
  };
  const take = (files: FileList | null | undefined): boolean => {
    if (!files || files.length === 0) return false;
    upload(interactionId, files, audience);
    return true;
  };
  const paste = (event: ClipboardEvent): void => {
    // Copied cells of a table come as text and as a picture: what can be read is meant.
    if (event.clipboardData.getData("text/plain") === "" && take(event.clipboardData.files))
      event.preventDefault();
  };

  if (closed !== null) {
    return (
      <section
        className="composer conv-composer closed"
        aria-label={word("conversation.composer.label")}
        ref={closedNote}
        data-closed={interactionId}
        tabIndex={-1}
      >
        <p className="conv-closed">{word(`conversation.composer.closed.${closed}`, { name })}</p>
        {text.trim() !== "" && <p className="conv-closed-draft">{text}</p>}
      </section>
    );
  }
  return (
    <section
      className={`composer conv-composer${team ? " team" : ""}`}
      aria-label={word("conversation.composer.label")}
    >
      <div className="to">
        {team && <IconEyeOff size={14} stroke={1.8} aria-hidden="true" />}
        <span className="clip">
          {word("conversation.composer.toBefore")} <b>{team ? word("conversation.composer.team") : name}</b>{" "}
          {team ? word("conversation.composer.teamAfter") : word(`conversation.composer.to.${mark}`)}
        </span>
        {gap !== null && (
          <span className="conv-draft bad" role="status">
            {word("canned.gapFirst", { gap: text.slice(gap.start + 2, gap.end - 2) })}
          </span>
        )}
        <DraftState interactionId={interactionId} over={over} />
      </div>
      <GivenLink interactionId={interactionId} />
      <textarea
        ref={field}
        className="text conv-field"
        data-composer={interactionId}
        dir="auto"
        rows={1}
        value={text}
        aria-label={word(team ? "conversation.composer.fieldTeam" : "conversation.composer.field", {
          name: contact.name,
        })}
        aria-invalid={over > 0}
        placeholder={word(
          team ? "conversation.composer.placeholderTeam" : "conversation.composer.placeholder",
        )}
        {...typed.aria}
        onChange={(event) => {
          typeDraft(interactionId, event.target.value);
          typed.typed(event.target);
        }}
        onSelect={typed.moved}
        onBlur={typed.left}
        onKeyDown={(event) => {
          typesHere.current = true;
          key(event);
        }}
        onPaste={paste}
      />
      {opener.open === null && typed.list}
      {opener.open === "canned" && (
        <CannedPanel
          interaction={interaction}
          onClose={opener.close}
          onPick={(response) => {
            opener.close();
            insertions.canned(response);
          }}
        />
      )}
      {opener.open === "emoji" && (
        <EmojiPanel
          onClose={opener.close}
          onPick={(face) => {
            opener.close();
            insertions.emoji(face);
          }}
        />
      )}
      <div className="bar">
        <button
          type="button"
          className="btn icon quiet"
          title={word("conversation.composer.attach")}
          aria-label={word("conversation.composer.attach")}
          onClick={() => chooser.current?.click()}
        >
          <IconPaperclip size={18} stroke={1.6} aria-hidden="true" />
        </button>
        <input
          ref={chooser}
          type="file"
          multiple
          hidden
          onChange={(event) => {
            take(event.target.files);
            event.target.value = "";
            field.current?.focus();
          }}
        />
        <button
          type="button"
          className="btn icon quiet"
          title={cannedKey.after(word("canned.openTitle"))}
          aria-label={word("canned.open")}
          aria-keyshortcuts={cannedKey.aria}
          {...opener.button("canned")}
        >
          <IconBolt size={18} stroke={1.6} aria-hidden="true" />
        </button>
        <button
          type="button"
          className="btn icon quiet"
          title={emojiKey.after(word("emoji.openTitle"))}
          aria-label={word("emoji.open")}
          aria-keyshortcuts={emojiKey.aria}
          {...opener.button("emoji")}
        >
          <IconMoodSmile size={18} stroke={1.6} aria-hidden="true" />
        </button>
        {interaction.transcripts === true && !team && (
          <TranscriptLink interactionId={interactionId} onDone={() => field.current?.focus()} />
        )}
        {!team && (
          <AskForm interactionId={interactionId} customer={name} onDone={() => field.current?.focus()} />
        )}
        <PanelHelp panel="composer" />
        {!beside && (
          <>
            <span className="conv-rule" aria-hidden="true" />
            <button
              type="button"
              className={`btn quiet${team ? " conv-whispering" : ""}`}
              aria-pressed={team}
              onClick={() => {
                setDraftAudience(interactionId, team ? "all" : "team");
                field.current?.focus();
              }}
            >
              <IconEyeOff size={18} stroke={1.6} aria-hidden="true" />
              {word("conversation.composer.whisper")}
            </button>
          </>
        )}
        <span className="grow" />
        <span className="small mute conv-keys" aria-hidden="true">
          {word("conversation.composer.newLine")} <kbd>Shift</kbd> <kbd>Enter</kbd>
        </span>
        <button
          type="button"
          className="btn primary"
          aria-disabled={text.trim() === "" || over > 0}
          onClick={send}
        >
          <IconSend size={18} stroke={1.6} aria-hidden="true" />
          {word(team ? "conversation.composer.sendWhisper" : "conversation.composer.send")}
        </button>
      </div>
    </section>
  );
}
