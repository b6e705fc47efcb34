import type { CSSProperties } from "react";

/** Initials on a tint that is always the same for the same id; a photo where there is one. */
export function Avatar({
  name,
  id,
  size = 28,
  photo = null,
  className = "",
}: {
  readonly name: string;
  readonly id: string;
  readonly size?: number;
  readonly photo?: string | null;
  readonly className?: string;
}) {
  const style: CSSProperties = {
    width: `${size / 16}rem`,
    height: `${size / 16}rem`,
    fontSize: `${(size * 0.36) / 16}rem`,
  };
  return (
    <span className={`avatar ${tintOf(id)} ${className}`} style={style} aria-hidden="true">
      {photo === null ? (
        initialsOf(name)
      ) : (
        <img
          src={photo}
          alt=""
          style={{ width: "100%", height: "100%", borderRadius: "50%", objectFit: "cover" }}
        />
      )}
    </span>
  );
}

/** The first letters of the first and the last word. Words that are only signs, such as an emoji, are none of them. */
export function initialsOf(name: string): string {
  const words = name.match(/[\p{L}\p{N}][^\s]*/gu) ?? [];
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (part) => [...(part ?? "")][0] ?? "",
  );
  return letters.join("").toUpperCase() || "?";
}

/** The letter of a tint, always the same for the same id: "", "b", "c" or "d". */
export function tintOf(id: string): string {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + letter.charCodeAt(0)) % 997;
  return ["", "b", "c", "d"][sum % 4] ?? "";
}
