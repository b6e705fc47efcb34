import type { Customer } from "../../session/index.js";

/** The demo center's customer (docs: the demo). A real insurer's app would know this after signing in. */
export const demoCustomer: Customer = {
  firstName: "Maria",
  lastName: "Gutiérrez",
  policy: "LK-2048-7719",
  vehicle: "Škoda Octavia 2021",
  phone: "+1 503 555 0142",
};

const keyOf = (seat: string) => `larkfield-customer-${seat}`;

export function readCustomer(seat: string): Customer {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(seat)) ?? "null");
    if (typeof kept !== "object" || kept === null) return demoCustomer;
    const entries = Object.entries(kept).filter(
      ([key, value]) => key in demoCustomer && typeof value === "string",
    );
    return { ...demoCustomer, ...Object.fromEntries(entries) };
  } catch {
    // Unreadable or forbidden storage: the demo customer is who everybody starts as.
    return demoCustomer;
  }
}

export function writeCustomer(seat: string, customer: Customer): void {
  localStorage.setItem(keyOf(seat), JSON.stringify(customer));
}
