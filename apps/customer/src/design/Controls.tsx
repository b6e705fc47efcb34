import { IconAlertTriangle, IconCheck, IconInfoCircle, IconWifiOff, IconX } from "@tabler/icons-react";
import {
  type ButtonHTMLAttributes,
  type InputHTMLAttributes,
  type ReactNode,
  type TextareaHTMLAttributes,
  useEffect,
  useId,
  useRef,
  useState,
} from "react";
import { t } from "../words/index.js";
import css from "./Controls.module.css";

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  readonly look?: "filled" | "outline" | "quiet" | "danger";
  readonly wide?: boolean;
  readonly large?: boolean;
};

export function Button({ look = "filled", wide = false, large = false, className, ...rest }: ButtonProps) {
  const names = [css.button, css[look], wide && css.wide, large && css.large, className];
  return <button type="button" className={names.filter(Boolean).join(" ")} {...rest} />;
}

/** An icon alone, 44 px: its name is what a screen reader and a tooltip say. */
export function Tap({ name, ...rest }: ButtonHTMLAttributes<HTMLButtonElement> & { readonly name: string }) {
  return <button type="button" className={css.tap} aria-label={name} title={name} {...rest} />;
}

type FieldProps = InputHTMLAttributes<HTMLInputElement> & { readonly label: string; readonly help?: string };

export function Field({ label, help, ...rest }: FieldProps) {
  const id = useId();
  return (
    <div className={css.field}>
      <label className={css.label} htmlFor={id}>
        {label}
      </label>
      <input
        className={css.input}
        id={id}
        aria-describedby={help === undefined ? undefined : `${id}-help`}
        {...rest}
      />
      {help !== undefined && (
        <p className={css.help} id={`${id}-help`}>
          {help}
        </p>
      )}
    </div>
  );
}

type AreaProps = TextareaHTMLAttributes<HTMLTextAreaElement> & {
  readonly label: string;
  readonly help: string;
};

export function Area({ label, help, ...rest }: AreaProps) {
  const id = useId();
  return (
    <div className={css.field}>
      <label className={css.label} htmlFor={id}>
        {label}
      </label>
      <textarea className={css.input} id={id} aria-describedby={`${id}-help`} {...rest} />
      <p className={css.help} id={`${id}-help`}>
        {help}
      </p>
    </div>
  );
}

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly value: T | null;
  readonly onChange: (value: T) => void;
}

/** One of a few: radio buttons that look like chips. */
export function Choice<T extends string>({ label, options, value, onChange }: ChoiceProps<T>) {
  const name = useId();
  return (
    <fieldset>
      <legend className={css.label}>{label}</legend>
      <div className={css.chips}>
        {options.map((option) => (
          <label className={css.chip} key={option.value}>
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={value === option.value}
              onChange={() => onChange(option.value)}
            />
            <span>
              <IconCheck size={16} stroke={2} aria-hidden />
              {option.label}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

interface NoticeProps {
  readonly look?: "plain" | "due" | "alarm";
  readonly icon?: ReactNode;
  readonly role?: "status" | "alert";
  readonly children: ReactNode;
}

export function Notice({ look = "plain", icon, role, children }: NoticeProps) {
  const sign =
    icon ??
    (look === "plain" ? (
      <IconInfoCircle size={20} stroke={1.6} aria-hidden />
    ) : (
      <IconAlertTriangle size={20} stroke={1.6} aria-hidden />
    ));
  return (
    <div className={`${css.notice} ${css[look]}`} role={role}>
      {sign}
      <div className={css.noticeBody}>{children}</div>
    </div>
  );
}

export function OfflineIcon() {
  return <IconWifiOff size={20} stroke={1.6} aria-hidden />;
}

/** A person: the photo, or initials when there is none or it does not load. */
export function Avatar({
  name,
  photoUrl,
  size,
}: {
  readonly name: string;
  readonly photoUrl?: string;
  readonly size: "small" | "medium";
}) {
  const [failedUrl, setFailedUrl] = useState<string | null>(null);
  const initials = name
    .split(/\s+/)
    .map((word) => word[0] ?? "")
    .slice(0, 2)
    .join("");
  return (
    <span className={`${css.avatar} ${css[size]}`} aria-hidden>
      {photoUrl !== undefined && failedUrl !== photoUrl ? (
        <img src={photoUrl} alt="" onError={() => setFailedUrl(photoUrl)} />
      ) : (
        initials
      )}
    </span>
  );
}

interface SheetProps {
  readonly open: boolean;
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A dialog from the lower edge. The browser's own: it traps focus, closes on Escape and gives focus back. */
export function Sheet({ open, title, onClose, children }: SheetProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = ref.current;
    if (open && dialog?.open === false) dialog.showModal();
    if (!open && dialog?.open) dialog.close();
  }, [open]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click beside the sheet closes it; Escape does by itself.
    <dialog
      ref={ref}
      className={css.sheet}
      aria-labelledby={id}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === event.currentTarget) event.currentTarget.close();
      }}
    >
      <div className={css.sheetHead}>
        <h2 className={css.sheetTitle} id={id}>
          {title}
        </h2>
        <Tap name={t("app.close")} onClick={onClose}>
          <IconX size={22} stroke={1.6} aria-hidden />
        </Tap>
      </div>
      {open && children}
    </dialog>
  );
}
