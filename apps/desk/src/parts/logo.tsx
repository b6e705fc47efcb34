export function Logo({ size = 26 }: { readonly size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 26 26"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.4"
      strokeLinecap="round"
      aria-hidden="true"
    >
      <circle cx="5.6" cy="6.2" r="3.3" />
      <circle cx="20.4" cy="9.6" r="3.3" />
      <path d="M5.6 9.5c0 17.2 14.8 17.2 14.8 3.4" />
    </svg>
  );
}
