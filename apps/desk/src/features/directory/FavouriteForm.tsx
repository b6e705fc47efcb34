import type { Favourite } from "@patchbay/protocol";
import { useEffect, useId, useRef, useState } from "react";
import { useWords } from "../../words/words.js";
import { digitsOf } from "./targets.js";

/** A favourite by hand: name, number, folder; of a colleague only the folder. */
export function FavouriteForm({
  favourite,
  folders,
  onSave,
  onClose,
}: {
  /** `null`: a new one. */
  readonly favourite: Favourite | null;
  /** Those there are, to choose from while typing. */
  readonly folders: readonly string[];
  readonly onSave: (favourite: Favourite) => Promise<boolean>;
  readonly onClose: () => void;
}) {
  const t = useWords();
  const id = useId();
  const first = useRef<HTMLInputElement>(null);
  const target = favourite?.target ?? { number: "" };
  const [name, setName] = useState(favourite?.name ?? "");
  const [number, setNumber] = useState("number" in target ? target.number : "");
  const [folder, setFolder] = useState(favourite?.folder ?? "");
  const [tried, setTried] = useState(false);
  const isColleague = "agentId" in target;
  const badName = !isColleague && name.trim() === "";
  const badNumber = !isColleague && digitsOf(number) === null;
  useEffect(() => first.current?.focus(), []);
  const submit = async (): Promise<void> => {
    setTried(true);
    if (badName || badNumber) return;
    const saved = await onSave({
      favouriteId: favourite?.favouriteId ?? crypto.randomUUID(),
      name: name.trim(),
      folder: folder.trim(),
      target: isColleague ? target : { number: number.trim() },
    });
    if (saved) onClose();
  };
  return (
    <form
      className="dir-form"
      aria-label={t(favourite === null ? "directory.favourites.new" : "directory.favourites.edit")}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onClose();
      }}
    >
      {!isColleague && (
        <>
          <div className="field">
            <label htmlFor={`${id}-name`}>{t("directory.favourites.name")}</label>
            <input
              ref={first}
              id={`${id}-name`}
              className={`input md${tried && badName ? " bad" : ""}`}
              value={name}
              maxLength={100}
              aria-invalid={tried && badName}
              aria-describedby={tried && badName ? `${id}-name-bad` : undefined}
              onChange={(event) => setName(event.target.value)}
            />
            {tried && badName && (
              <p id={`${id}-name-bad`} className="hint phone-bad">
                {t("directory.favourites.nameNeeded")}
              </p>
            )}
          </div>
          <div className="field">
            <label htmlFor={`${id}-number`}>{t("directory.favourites.number")}</label>
            <input
              id={`${id}-number`}
              className={`input md num${tried && badNumber ? " bad" : ""}`}
              type="tel"
              value={number}
              maxLength={100}
              aria-invalid={tried && badNumber}
              aria-describedby={tried && badNumber ? `${id}-number-bad` : undefined}
              onChange={(event) => setNumber(event.target.value)}
            />
            {tried && badNumber && (
              <p id={`${id}-number-bad`} className="hint phone-bad">
                {t("directory.favourites.numberNeeded")}
              </p>
            )}
          </div>
        </>
      )}
      <div className="field">
        <label htmlFor={`${id}-folder`}>{t("directory.favourites.folder")}</label>
        <input
          ref={isColleague ? first : undefined}
          id={`${id}-folder`}
          className="input md"
          list={`${id}-folders`}
          value={folder}
          maxLength={60}
          onChange={(event) => setFolder(event.target.value)}
        />
        <datalist id={`${id}-folders`}>
          {folders.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      </div>
      <div className="row dir-form-acts">
        <button type="submit" className="btn primary">
          {t("directory.favourites.save")}
        </button>
        <button type="button" className="btn" onClick={onClose}>
          {t("directory.favourites.cancel")}
        </button>
      </div>
    </form>
  );
}
