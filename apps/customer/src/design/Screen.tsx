import { IconChevronLeft } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef } from "react";
import { t } from "../words/index.js";
import { Tap } from "./Controls.js";
import css from "./Screen.module.css";

interface ScreenProps {
  /** The document's title and, unless `bar` is given, the words beside Back. */
  readonly title: string;
  readonly onBack?: () => void;
  readonly bar?: ReactNode;
  readonly below?: ReactNode;
  readonly foot?: ReactNode;
  /** The middle has its own scrolling and no padding. */
  readonly plain?: boolean;
  readonly children: ReactNode;
}

/** One page of the app: head, scrolling middle, foot. */
export function Screen({ title, onBack, bar, below, foot, plain = false, children }: ScreenProps) {
  useEffect(() => {
    document.title = `${title} · ${t("app.name")}`;
  }, [title]);
  return (
    <div className={css.screen}>
      <header className={css.head}>
        <div className={css.bar}>
          {onBack !== undefined && (
            <Tap name={t("app.back")} onClick={onBack}>
              <IconChevronLeft size={24} stroke={1.6} aria-hidden />
            </Tap>
          )}
          {bar ?? <p className={css.title}>{title}</p>}
        </div>
        {below}
      </header>
      <main className={plain ? css.plain : css.body}>{children}</main>
      {foot !== undefined && <footer className={plain ? css.strip : css.foot}>{foot}</footer>}
    </div>
  );
}

/** The page's heading. Takes the focus when the page opens, so that a screen reader begins there. */
export function PageHeading({ children }: { readonly children: ReactNode }) {
  const ref = useRef<HTMLHeadingElement>(null);
  useEffect(() => ref.current?.focus({ preventScroll: true }), []);
  return (
    <h1 ref={ref} className={css.page} tabIndex={-1}>
      {children}
    </h1>
  );
}
