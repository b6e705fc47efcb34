import { createTheme, MantineProvider, Menu, Portal } from "@mantine/core";
import { currentTheme, followTheme } from "@patchbay/look/theme";
import { useEffect, useState } from "react";
import { firstToken } from "../features/login/first-token.js";
import { LoginPage } from "../features/login/LoginPage.js";
import { later } from "../parts/later.js";
import { Logo } from "../parts/logo.js";
import { useDesk } from "../state/store.js";
import { useWords } from "../words/words.js";
import { Desk } from "./Desk.js";

const FirstAdministrator = later(
  async () => (await import("../features/login/FirstAdministrator.js")).FirstAdministrator,
  { isFetchedAhead: false },
);

const petrol = [
  "#e8f4f6",
  "#d3e6ea",
  "#a8cfd7",
  "#7ab6c3",
  "#52a0b1",
  "#3692a5",
  "#1d7e93",
  "#0b6074",
  "#084e5f",
  "#053b48",
] as const;
const theme = createTheme({
  primaryColor: "petrol",
  primaryShade: 7,
  colors: { petrol },
  fontFamily: "var(--pb-font)",
  respectReducedMotion: true,
  // Its placeholder is a child that a menu may not have; without it the first item takes the focus, as menus do.
  // What opens over the page opens inside a landmark of its own, not beside all landmarks.
  components: {
    Portal: Portal.extend({ defaultProps: { target: "#menus" } }),
    Menu: Menu.extend({ defaultProps: { withInitialFocusPlaceholder: false } }),
  },
});

export function App() {
  const t = useWords();
  const session = useDesk((state) => state.session);
  const loaded = useDesk((state) => state.data !== null);
  const [first, setFirst] = useState(firstToken);
  const forgetFirst = (): void => setFirst(null);
  const [scheme, setScheme] = useState(currentTheme);
  useEffect(() => followTheme(setScheme), []);
  return (
    <MantineProvider theme={theme} forceColorScheme={scheme === "light" ? "light" : "dark"}>
      {session.phase === "signed_out" ? (
        first !== null ? (
          <FirstAdministrator token={first} onDone={forgetFirst} />
        ) : (
          <LoginPage why={session.why} by={session.by} said={session.said} />
        )
      ) : session.phase === "signed_in" && loaded ? (
        <Desk />
      ) : (
        <div className="loading" role="status">
          <Logo size={40} />
          {t("health.loading")}
        </div>
      )}
    </MantineProvider>
  );
}
