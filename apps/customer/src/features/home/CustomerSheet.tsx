import { useState } from "react";
import { useApp } from "../../app-context.js";
import { Button, Field, Sheet } from "../../design/index.js";
import type { Customer } from "../../session/index.js";
import { t } from "../../words/index.js";
import { demoCustomer } from "./customer.js";
import css from "./HomePage.module.css";

/** The sign-in of the demonstration: say who you are. */
export function CustomerSheet({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  return (
    <Sheet open={open} title={t("home.editTitle")} onClose={onClose}>
      <CustomerForm onClose={onClose} />
    </Sheet>
  );
}

function CustomerForm({ onClose }: { readonly onClose: () => void }) {
  const { customer, setCustomer } = useApp();
  const [edited, setEdited] = useState(customer);
  const field = (key: keyof Customer) => ({
    value: edited[key],
    onChange: (event: { readonly currentTarget: { readonly value: string } }) =>
      setEdited({ ...edited, [key]: event.currentTarget.value }),
  });
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        setCustomer(edited);
        onClose();
      }}
    >
      <Field label={t("home.firstName")} autoComplete="given-name" required {...field("firstName")} />
      <Field label={t("home.lastName")} autoComplete="family-name" {...field("lastName")} />
      <Field label={t("home.phone")} type="tel" autoComplete="tel" {...field("phone")} />
      <Field label={t("home.policyNumber")} {...field("policy")} />
      <Field label={t("home.vehicle")} {...field("vehicle")} />
      <Button type="submit" wide>
        {t("home.save")}
      </Button>
      <Button look="quiet" wide onClick={() => setEdited(demoCustomer)}>
        {t("home.reset")}
      </Button>
    </form>
  );
}
