import { PHOTO_BYTES_MAX, type ProfileView, profileViewSchema } from "@patchbay/protocol";
import { useRef, useState } from "react";
import { Avatar } from "../../../parts/Avatar.js";
import { toastError } from "../../../state/actions.js";
import { callHttp } from "../../../state/http.js";
import { withSeat } from "../../../state/store.js";
import { useWords } from "../../../words/words.js";
import { CheckField } from "../../setup/parts/Field.js";
import { CropDialog } from "./CropDialog.js";

/** The photo: chosen, cut to a square, and taken away again. */
export function PhotoPart({
  view,
  agentId,
  onChange,
  onForCustomers,
}: {
  readonly view: ProfileView;
  readonly agentId: string;
  readonly onChange: (view: ProfileView) => void;
  readonly onForCustomers: (shown: boolean) => void;
}) {
  const t = useWords();
  const chooser = useRef<HTMLInputElement>(null);
  const [picture, setPicture] = useState<HTMLImageElement | null>(null);
  const [busy, setBusy] = useState(false);
  const { profile, photoUrl } = view;
  const say = (code: string): void => {
    toastError({ code: code });
  };

  const choose = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    // The square is what is sent: a photo of the camera may be larger than that, but not without end.
    if (file.size > PHOTO_BYTES_MAX * 4) return say("file_too_large");
    const image = new Image();
    image.src = URL.createObjectURL(file);
    try {
      await image.decode();
      setPicture(image);
    } catch {
      say("type_blocked");
      URL.revokeObjectURL(image.src);
    }
  };
  const close = (): void => {
    if (picture !== null) URL.revokeObjectURL(picture.src);
    setPicture(null);
  };
  const send = async (method: "PUT" | "DELETE", square?: Blob): Promise<void> => {
    setBusy(true);
    const form = new FormData();
    if (square !== undefined) form.append("file", square, "photo");
    const answer = await callHttp("/api/account/photo", (body) => profileViewSchema.parse(body), {
      method,
      ...(square === undefined ? {} : { body: form }),
    });
    setBusy(false);
    if (answer.ok) onChange(answer.result);
    else say(answer.code);
  };

  return (
    <section className="account-photo" aria-label={t("account.photo.title")}>
      <Avatar
        name={`${profile.firstName} ${profile.lastName}`}
        id={agentId}
        size={96}
        photo={photoUrl === null ? null : withSeat(photoUrl)}
      />
      <div>
        <div className="acts">
          <button
            type="button"
            className="btn"
            aria-disabled={busy}
            onClick={() => !busy && chooser.current?.click()}
          >
            {t(photoUrl === null ? "account.photo.choose" : "account.photo.replace")}
          </button>
          {photoUrl !== null && (
            <button
              type="button"
              className="btn quiet"
              aria-disabled={busy}
              onClick={() => !busy && void send("DELETE")}
            >
              {t("account.photo.remove")}
            </button>
          )}
        </div>
        <p className="hint">{t("account.photo.hint")}</p>
        <CheckField
          label={t("account.photo.forCustomers")}
          checked={profile.photoForCustomers}
          onChange={onForCustomers}
        />
      </div>
      <input
        ref={chooser}
        type="file"
        hidden
        aria-label={t("account.photo.choose")}
        accept="image/jpeg,image/png,image/webp"
        onChange={(event) => {
          void choose(event.target.files?.[0]);
          // The same file again is a choice, too.
          event.target.value = "";
        }}
      />
      {picture !== null && (
        <CropDialog
          picture={picture}
          onClose={close}
          onDone={(square) => {
            close();
            void send("PUT", square);
          }}
        />
      )}
    </section>
  );
}
