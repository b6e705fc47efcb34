import { IconAlertCircle, IconFile, IconRefresh, IconX } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useApp, useSession } from "../../app-context.js";
import { t } from "../../words/index.js";
import css from "./Chat.module.css";
import type { Picture, Row } from "./chat-view.js";

type PicturesRow = Extract<Row, { kind: "pictures" }>;
type DocumentRow = Extract<Row, { kind: "document" }>;

export function Pictures({ row }: { readonly row: PicturesRow }) {
  const [shown, setShown] = useState<Picture | null>(null);
  const look = row.pictures.length === 1 ? css.onePicture : css.pictures;
  return (
    <>
      <ul className={`${look} ${row.mine ? css.picturesMine : css.picturesTheirs}`}>
        {row.pictures.map((picture) => (
          <Tile
            key={picture.id}
            picture={picture}
            alone={row.pictures.length === 1}
            onOpen={() => setShown(picture)}
          />
        ))}
      </ul>
      {shown !== null && <Lightbox picture={shown} onClose={() => setShown(null)} />}
    </>
  );
}

/** The customer's own picture from the phone itself, another's from the server. */
function useSource(picture: Picture, small = false): string {
  const { api } = useApp();
  const own = useSession((state) => state.pictures[picture.id]);
  const chatId = useSession((state) => state.conversation?.chatId ?? "");
  if (own !== undefined || picture.fileId === null) return own ?? "";
  return small ? api.thumbnailUrl(chatId, picture.fileId) : api.fileUrl(chatId, picture.fileId);
}

interface TileProps {
  readonly picture: Picture;
  /** The line below is about this picture only. */
  readonly alone: boolean;
  readonly onOpen: () => void;
}

function Tile({ picture, alone, onOpen }: TileProps) {
  const source = useSource(picture, true);
  const [unreadable, setUnreadable] = useState("");
  return (
    <li className={css.tile}>
      <button
        type="button"
        className={css.tileOpen}
        aria-label={t("chat.openPicture", { name: picture.name })}
        onClick={onOpen}
      >
        {source !== "" && source !== unreadable && (
          <img src={source} alt="" onError={() => setUnreadable(source)} />
        )}
      </button>
      <Upload picture={picture} alone={alone} />
    </li>
  );
}

/** What lies over a picture that is not there yet: the ring, or what went wrong, and a way out of both. */
function Upload({ picture, alone }: Pick<TileProps, "picture" | "alone">) {
  const { session } = useApp();
  const ratio = useSession((state) => state.progress[picture.id]);
  const ended = useSession((state) => state.conversation?.ended != null);
  if (picture.state !== "waiting" && picture.state !== "sending" && picture.state !== "failed") return null;
  if (picture.state === "failed") {
    return (
      <div className={css.over}>
        {alone ? (
          <IconAlertCircle size={28} stroke={1.6} aria-hidden />
        ) : (
          <p className={css.overWord}>
            <IconAlertCircle size={16} stroke={1.8} aria-hidden />
            {t("chat.state.failed")}
          </p>
        )}
        {!ended && !alone && (
          <p className={css.overButtons}>
            <button
              type="button"
              aria-label={t("chat.retryFile", { name: picture.name })}
              onClick={() => void session.retry(picture.id)}
            >
              <IconRefresh size={20} stroke={1.8} aria-hidden />
            </button>
            <button
              type="button"
              aria-label={`${t("chat.remove")} ${picture.name}`}
              onClick={() => void session.withdraw(picture.id)}
            >
              <IconX size={20} stroke={1.8} aria-hidden />
            </button>
          </p>
        )}
      </div>
    );
  }
  const percent = Math.round((ratio ?? (picture.fileId === null ? 0 : 1)) * 100);
  const words =
    ratio === undefined ? t("chat.waitingUpload") : t("chat.uploading", { name: picture.name, percent });
  return (
    <div className={css.over}>
      <div
        className={css.ring}
        role="progressbar"
        aria-label={words}
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <svg viewBox="0 0 40 40" fill="none" strokeWidth="3" strokeLinecap="round" aria-hidden="true">
          <circle cx="20" cy="20" r="17" stroke="#fff" strokeOpacity=".3" />
          <circle cx="20" cy="20" r="17" stroke="#fff" pathLength="100" strokeDasharray={`${percent} 200`} />
        </svg>
        <span>{percent}%</span>
      </div>
      {picture.fileId === null && (
        <p className={css.overCorner}>
          <button
            type="button"
            aria-label={t("chat.cancelUpload", { name: picture.name })}
            onClick={() => void session.withdraw(picture.id)}
          >
            <IconX size={18} stroke={2} aria-hidden />
          </button>
        </p>
      )}
    </div>
  );
}

function Lightbox({ picture, onClose }: { readonly picture: Picture; readonly onClose: () => void }) {
  const ref = useRef<HTMLDialogElement>(null);
  const source = useSource(picture);
  useEffect(() => ref.current?.showModal(), []);
  return (
    <dialog
      ref={ref}
      className={css.lightbox}
      aria-label={t("chat.picture", { name: picture.name })}
      onClose={onClose}
    >
      <button
        type="button"
        className={css.lightboxClose}
        aria-label={t("chat.closePicture")}
        onClick={() => ref.current?.close()}
      >
        <IconX size={24} stroke={1.8} aria-hidden />
      </button>
      <img src={source} alt={t("chat.picture", { name: picture.name })} />
    </dialog>
  );
}

/** A file that is no picture. It is opened by the browser, never inside our page. */
export function DocumentLine({ row }: { readonly row: DocumentRow }) {
  const { api, session } = useApp();
  const chatId = useSession((state) => state.conversation?.chatId ?? "");
  const ratio = useSession((state) => state.progress[row.id]);
  const inside = (
    <>
      <IconFile size={22} stroke={1.6} aria-hidden />
      <span>{row.name}</span>
    </>
  );
  if (row.fileId === null) {
    const percent = Math.round((ratio ?? 0) * 100);
    return (
      <div className={css.document}>
        {inside}
        {ratio !== undefined && (
          <span
            className={css.percent}
            role="progressbar"
            aria-label={t("chat.uploading", { name: row.name, percent })}
            aria-valuenow={percent}
            aria-valuemin={0}
            aria-valuemax={100}
          >{`${percent}%`}</span>
        )}
        {row.state !== "failed" && (
          <button
            type="button"
            className={css.documentCancel}
            aria-label={t("chat.cancelUpload", { name: row.name })}
            onClick={() => void session.withdraw(row.id)}
          >
            <IconX size={18} stroke={2} aria-hidden />
          </button>
        )}
      </div>
    );
  }
  return (
    <a
      className={css.document}
      href={api.fileUrl(chatId, row.fileId)}
      target="_blank"
      rel="noreferrer"
      aria-label={t("chat.openFile", { name: row.name })}
    >
      {inside}
    </a>
  );
}
