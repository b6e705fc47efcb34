import { Menu } from "@mantine/core";
import type { PromptRow } from "@patchbay/protocol";
import { IconDots, IconMusic, IconTextPlus, IconUpload } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { clockText } from "../../../parts/time.js";
import { ask, toast } from "../../../state/actions.js";
import { SOUNDS_ACCEPTED } from "../../../state/upload-sound.js";
import { useWords } from "../../../words/words.js";
import { Failed } from "../parts/Failed.js";
import { Head } from "../parts/Head.js";
import { ListenButton } from "../parts/ListenButton.js";
import { Question } from "../parts/Question.js";
import { changedText } from "../parts/when.js";
import { goTo } from "../place.js";
import { readLists, useLists } from "../setup-data.js";
import { RenameDialog } from "./RenameDialog.js";
import { SpokenDialog } from "./SpokenDialog.js";
import { UploadRow } from "./UploadRow.js";
import { uploadSound } from "./upload.js";

interface Upload {
  readonly key: string;
  readonly name: string;
  readonly share: number;
  /** `null`: on its way. */
  readonly failed: string | null;
}
type Target = Parameters<typeof uploadSound>[0];

/** What callers hear: the center's own sounds, and those that come along. */
export function PromptsSection() {
  const t = useWords();
  const { prompts, speech, failed } = useLists("prompts");
  const [spoken, setSpoken] = useState<{ readonly prompt: PromptRow | null } | null>(null);
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const [renaming, setRenaming] = useState<PromptRow | null>(null);
  const [removing, setRemoving] = useState<PromptRow | null>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const target = useRef<Target>({ kind: "speech" });

  const choose = (to: Target): void => {
    target.current = to;
    chooser.current?.click();
  };
  const change = (key: string, part: Partial<Upload>): void =>
    setUploads((before) => before.map((one) => (one.key === key ? { ...one, ...part } : one)));
  const drop = (key: string): void => setUploads((before) => before.filter((one) => one.key !== key));
  const send = async (to: Target, file: File): Promise<void> => {
    const key = crypto.randomUUID();
    setUploads((before) => [...before, { key, name: file.name, share: 0, failed: null }]);
    const answer = await uploadSound(to, file, (share) => change(key, { share }));
    if (!answer.ok) {
      change(key, { failed: answer.code });
      return;
    }
    drop(key);
    toast(t("promptId" in to ? "setup.prompts.replaced" : "setup.prompts.uploaded", { name: file.name }));
    await readLists("prompts");
  };
  const remove = async ({ promptId, name }: PromptRow): Promise<void> => {
    setRemoving(null);
    const answer = await ask("removePrompt", { promptId });
    const isGone = answer.ok || answer.error.code === "object_not_found";
    toast(
      isGone
        ? t("setup.prompts.removed", { name })
        : t(`errors.${answer.error.code}`, { defaultValue: t("errors.unknown_error") }),
      isGone ? {} : { tone: "error" },
    );
    await readLists("prompts");
  };

  const own = (prompts ?? []).filter((prompt) => prompt.own);
  const builtIn = (prompts ?? []).filter((prompt) => !prompt.own);
  return (
    <>
      <Head section="prompts">
        <button type="button" className="btn" onClick={() => choose({ kind: "music" })}>
          <IconMusic size={16} stroke={1.7} aria-hidden="true" />
          {t("setup.prompts.uploadMusic")}
        </button>
        <button type="button" className="btn" onClick={() => setSpoken({ prompt: null })}>
          <IconTextPlus size={16} stroke={1.7} aria-hidden="true" />
          {t("setup.prompts.spoken.type")}
        </button>
        <button type="button" className="btn primary" onClick={() => choose({ kind: "speech" })}>
          <IconUpload size={16} stroke={1.7} aria-hidden="true" />
          {t("setup.prompts.upload")}
        </button>
      </Head>
      <input
        ref={chooser}
        type="file"
        hidden
        accept={SOUNDS_ACCEPTED}
        onChange={(event) => {
          for (const file of event.target.files ?? []) void send(target.current, file);
          // The same file may be chosen again.
          event.target.value = "";
        }}
      />
      {failed !== null && <Failed code={failed} onAgain={() => void readLists("prompts")} />}
      {uploads.length > 0 && (
        <ul className="setup-pad setup-uploads" aria-label={t("setup.prompts.uploads")}>
          {uploads.map(({ key, ...upload }) => (
            <UploadRow key={key} {...upload} onClose={() => drop(key)} />
          ))}
        </ul>
      )}
      {prompts !== null && (
        <div className="setup-scroll">
          <h2 id="own-prompts">{t("setup.prompts.own")}</h2>
          {own.length === 0 ? (
            <p className="setup-empty">{t("setup.prompts.noneOwn")}</p>
          ) : (
            <Table
              prompts={own}
              label="own-prompts"
              onReplace={({ promptId }) => choose({ promptId })}
              onSay={(prompt) => setSpoken({ prompt })}
              onRename={setRenaming}
              onRemove={setRemoving}
            />
          )}
          <h2 id="built-in-prompts">{t("setup.prompts.builtIn")}</h2>
          <Table prompts={builtIn} label="built-in-prompts" />
        </div>
      )}
      {spoken !== null && (
        <SpokenDialog
          prompt={spoken.prompt}
          available={speech}
          onUpload={() => {
            setSpoken(null);
            choose({ kind: "speech" });
          }}
          onClose={() => setSpoken(null)}
        />
      )}
      {renaming !== null && <RenameDialog prompt={renaming} onClose={() => setRenaming(null)} />}
      {removing !== null && (
        <Question
          title={t("setup.prompts.removeTitle", { name: removing.name })}
          onClose={() => setRemoving(null)}
          choices={[
            { label: t("setup.keepIt"), run: () => setRemoving(null) },
            { label: t("setup.prompts.remove"), look: "stop", run: () => void remove(removing) },
          ]}
        >
          <p>{t("setup.prompts.removeBody")}</p>
        </Question>
      )}
    </>
  );
}

function Table({
  prompts,
  label,
  ...actions
}: {
  readonly prompts: readonly PromptRow[];
  readonly label: string;
  /** Absent: they come along and stay as they are. */
  readonly onReplace?: (prompt: PromptRow) => void;
  /** Other words for one that was made of a text. */
  readonly onSay?: (prompt: PromptRow) => void;
  readonly onRename?: (prompt: PromptRow) => void;
  readonly onRemove?: (prompt: PromptRow) => void;
}) {
  const t = useWords();
  const isOwn = actions.onRename !== undefined;
  return (
    <table className="table setup-table" aria-labelledby={label}>
      <thead>
        <tr>
          <th scope="col" className="setup-listen">
            <span className="vh">{t("setup.prompts.listenHead")}</span>
          </th>
          <th scope="col" className="widest">
            {t("setup.name")}
          </th>
          <th scope="col">{t("setup.prompts.kind")}</th>
          <th scope="col" className="r">
            {t("setup.prompts.length")}
          </th>
          <th scope="col" className="wide">
            {t("setup.usedBy")}
          </th>
          {isOwn && (
            <>
              <th scope="col" className="wide">
                {t("setup.lastChanged")}
              </th>
              <th scope="col" className="setup-more">
                <span className="vh">{t("setup.prompts.actions")}</span>
              </th>
            </>
          )}
        </tr>
      </thead>
      <tbody>
        {prompts.map((prompt) => (
          <tr key={prompt.promptId}>
            <td>
              <ListenButton promptId={prompt.promptId} name={prompt.name} />
            </td>
            <td>
              <b className="strong">{prompt.name}</b>
              {prompt.text !== null && <span className="small mute setup-said">{prompt.text}</span>}
            </td>
            <td>{t(`setup.prompts.kinds.${prompt.kind}`)}</td>
            <td className="r">{clockText(Math.max(1_000, prompt.durationMs + 500))}</td>
            <td>
              {prompt.usedBy.length === 0 ? (
                <span className="mute">{t("setup.none")}</span>
              ) : (
                prompt.usedBy.map(({ scenarioId, name }, at) => (
                  <span key={scenarioId}>
                    {at > 0 && ", "}
                    <button
                      type="button"
                      className="link"
                      onClick={() => goTo({ section: "scenarios", item: scenarioId })}
                    >
                      {name}
                    </button>
                  </span>
                ))
              )}
            </td>
            {isOwn && (
              <>
                <td className="mute">{changedText(prompt)}</td>
                <td className="r">
                  <RowMenu prompt={prompt} {...actions} />
                </td>
              </>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function RowMenu({
  prompt,
  onReplace,
  onSay,
  onRename,
  onRemove,
}: {
  readonly prompt: PromptRow;
  readonly onReplace?: (prompt: PromptRow) => void;
  /** Other words for one that was made of a text. */
  readonly onSay?: (prompt: PromptRow) => void;
  readonly onRename?: (prompt: PromptRow) => void;
  readonly onRemove?: (prompt: PromptRow) => void;
}) {
  const t = useWords();
  const isUsed = prompt.usedBy.length > 0;
  return (
    <Menu position="bottom-end" width={220} withinPortal trapFocus>
      <Menu.Target>
        <button
          type="button"
          className="btn icon quiet sm"
          aria-label={t("setup.prompts.more", { name: prompt.name })}
        >
          <IconDots size={16} stroke={1.7} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown className="menu">
        <Menu.Item component="button" type="button" className="item" onClick={() => onRename?.(prompt)}>
          {t("setup.prompts.rename")}
        </Menu.Item>
        {prompt.text !== null && (
          <Menu.Item component="button" type="button" className="item" onClick={() => onSay?.(prompt)}>
            {t("setup.prompts.spoken.change")}
          </Menu.Item>
        )}
        <Menu.Item component="button" type="button" className="item" onClick={() => onReplace?.(prompt)}>
          {t("setup.prompts.replace")}
        </Menu.Item>
        <Menu.Item
          component="button"
          type="button"
          className="item"
          onClick={() => (isUsed ? toast(t("errors.prompt_in_use"), { tone: "error" }) : onRemove?.(prompt))}
        >
          {t("setup.prompts.remove")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
