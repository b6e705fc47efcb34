import {
  PROFILE_ABOUT_MAX,
  PROFILE_NAME_MAX,
  type Profile,
  type ProfileView,
  profileSchema,
  profileViewSchema,
} from "@patchbay/protocol";
import { type FocusEvent, useCallback, useEffect, useRef, useState } from "react";
import { toastError } from "../../../state/actions.js";
import { callHttp, withBody } from "../../../state/http.js";
import { useDesk } from "../../../state/store.js";
import { useWords } from "../../../words/words.js";
import { readCanned } from "../../canned/index.js";
import { Failed } from "../../setup/parts/Failed.js";
import { Field, TextField } from "../../setup/parts/Field.js";
import { Languages } from "./Languages.js";
import { PhotoPart } from "./PhotoPart.js";
import "./profile.css";
import { useMay } from "../../../state/may.js";

const readView = (body: unknown): ProfileView => profileViewSchema.parse(body);

/** Who one is to colleagues and to customers. A field is saved when it is left. */
export function ProfileSection() {
  const t = useWords();
  const agentId = useDesk((state) => state.data?.user.agentId ?? "");
  const [view, setView] = useState<ProfileView | null>(null);
  const [draft, setDraft] = useState<Profile | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const [saved, setSaved] = useState(false);
  const edits = useMay("edit_own_profile");
  /** Saves go one by one: the later one has the last word. */
  const saving = useRef<Promise<void>>(Promise.resolve());

  const read = useCallback(async (): Promise<void> => {
    const answer = await callHttp("/api/account/profile", readView);
    setFailed(answer.ok ? null : answer.code);
    if (!answer.ok) return;
    setView(answer.result);
    setDraft(answer.result.profile);
  }, []);
  useEffect(() => void read(), [read]);

  if (failed !== null) return <Failed code={failed} onAgain={() => void read()} />;
  if (view === null || draft === null) return null;

  const save = (profile: Profile): void => {
    const parsed = profileSchema.safeParse(profile);
    if (!parsed.success || JSON.stringify(parsed.data) === JSON.stringify(view.profile)) return;
    saving.current = saving.current.then(async () => {
      const answer = await callHttp("/api/account/profile", readView, withBody("PUT", parsed.data));
      if (answer.ok) {
        setView(answer.result);
        // The nickname is a value of canned responses.
        void readCanned();
      } else toastError(answer);
      setSaved(answer.ok);
    });
  };
  const type = (change: Partial<Profile>): void => {
    setSaved(false);
    setDraft({ ...draft, ...change });
  };
  /** What is chosen and not typed is saved at once. */
  const choose = (change: Partial<Profile>): void => {
    type(change);
    save({ ...draft, ...change });
  };
  const onBlur = (event: FocusEvent): void => {
    if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) save(draft);
  };
  const text = (field: "firstName" | "lastName" | "title" | "nickname", hint?: string, error?: string) => (
    <TextField
      label={t(`account.profile.${field}`)}
      hint={hint}
      error={error}
      value={draft[field]}
      max={PROFILE_NAME_MAX}
      onChange={(value) => type({ [field]: value })}
    />
  );

  return (
    <form
      className="account-form"
      noValidate
      onBlur={onBlur}
      onSubmit={(event) => {
        event.preventDefault();
        save(draft);
      }}
    >
      {!edits && <p className="hint">{t("account.profile.locked")}</p>}
      <fieldset className="account-fields" disabled={!edits}>
        <PhotoPart
          view={{ ...view, profile: draft }}
          agentId={agentId}
          onChange={setView}
          onForCustomers={(photoForCustomers) => choose({ photoForCustomers })}
        />
        <div className="account-pair">
          {text(
            "firstName",
            undefined,
            draft.firstName.trim() === "" ? t("account.profile.firstNameMissing") : undefined,
          )}
          {text("lastName")}
        </div>
        <div className="account-pair">
          {text(
            "nickname",
            t("account.profile.nicknameHint", { name: draft.nickname.trim() || draft.firstName.trim() }),
          )}
          {text("title", t("account.profile.titleHint"))}
        </div>
        <Languages codes={draft.languages} onChange={(languages) => choose({ languages })} />
        <Field
          label={t("account.profile.about")}
          hint={t("account.profile.aboutHint", { left: PROFILE_ABOUT_MAX - draft.about.length })}
        >
          {(aria) => (
            <textarea
              {...aria}
              className="area"
              rows={4}
              maxLength={PROFILE_ABOUT_MAX}
              value={draft.about}
              onChange={(event) => type({ about: event.target.value })}
            />
          )}
        </Field>
      </fieldset>
      <dl className="account-facts">
        <dt>{t("account.profile.username")}</dt>
        <dd>{view.username}</dd>
        <dt>{t("account.profile.extension")}</dt>
        <dd>{view.extension ?? t("account.profile.noExtension")}</dd>
      </dl>
      <p className="hint" role="status">
        {!edits ? "" : saved ? t("account.profile.saved") : t("account.profile.savedByItself")}
      </p>
      <button type="submit" hidden />
    </form>
  );
}
