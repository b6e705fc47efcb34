import { use, useMemo, useState } from "react";
import { type AppContext, Context, goTo, useApp, usePage, useSession } from "./app-context.js";
import { Button, Notice, PageHeading, Screen, Wordmark } from "./design/index.js";
import { ChatPage } from "./features/chat/index.js";
import { HomePage, readCustomer, writeCustomer } from "./features/home/index.js";
import { ReportPage } from "./features/report/index.js";
import type { Customer } from "./session/index.js";
import type { StartedSession } from "./start-session.js";
import { t } from "./words/index.js";

export function App({ session, seat }: { readonly session: Promise<StartedSession>; readonly seat: string }) {
  const started = use(session);
  const [customer, setCustomer] = useState<Customer>(() => readCustomer(seat));
  const context = useMemo<AppContext>(
    () => ({
      ...started,
      customer,
      setCustomer: (next) => {
        writeCustomer(seat, next);
        setCustomer(next);
      },
      go: goTo,
    }),
    [started, customer, seat],
  );
  return (
    <Context value={context}>
      <Pages />
    </Context>
  );
}

function Pages() {
  const page = usePage();
  const elsewhere = useSession((state) => state.elsewhere);
  const hasReport = useSession((state) => state.report !== null);
  if (elsewhere) return <ElsewherePage />;
  if (page === "chat" && hasReport) return <ChatPage />;
  if (page === "report") return <ReportPage />;
  return <HomePage />;
}

function ElsewherePage() {
  const { session } = useApp();
  return (
    <Screen title={t("app.elsewhere.title")} bar={<Wordmark name={t("app.name")} />}>
      <PageHeading>{t("app.elsewhere.title")}</PageHeading>
      <Notice>{t("app.elsewhere.text")}</Notice>
      <Button wide large onClick={() => void session.open(true)}>
        {t("app.elsewhere.use")}
      </Button>
    </Screen>
  );
}
