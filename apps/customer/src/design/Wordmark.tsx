/** Larkfield's own mark: a lark's wing over a furrowed field, and the name. */
export function Wordmark({ name }: { readonly name: string }) {
  return (
    <span style={{ display: "inline-flex", alignItems: "center", gap: "0.625rem", paddingLeft: "0.75rem" }}>
      <svg width="34" height="34" viewBox="0 0 34 34" aria-hidden="true">
        <rect width="34" height="34" rx="9" fill="var(--pb-accent)" />
        <path
          d="M6.5 13.5c5.2.2 8.4 1.7 10.6 4.6C19 12.4 22.6 9.3 28 8.2c-1.2 6.7-4.6 11-11 11.6-4.2.4-8.2-1.7-10.5-6.3Z"
          fill="var(--pb-on-accent)"
        />
        <path
          d="M6 24.5c7.3-2.2 14.7-2.2 22 0M9 28.3c5.3-1.5 10.7-1.5 16 0"
          fill="none"
          stroke="var(--pb-on-accent)"
          strokeWidth="1.9"
          strokeLinecap="round"
          opacity=".78"
        />
      </svg>
      <span style={{ fontSize: "1.1875rem", fontWeight: 650, letterSpacing: "-0.02em" }}>{name}</span>
    </span>
  );
}
