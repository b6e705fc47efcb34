/** Who the customer is: what a real insurer's app would know after signing in. Kept on the device only. */
export interface Customer {
  readonly firstName: string;
  readonly lastName: string;
  readonly policy: string;
  readonly vehicle: string;
  readonly phone: string;
}

export interface Place {
  readonly latitude: number;
  readonly longitude: number;
  /** Metres, as the device says; `null` when set by hand. */
  readonly accuracy: number | null;
}

export const incidentCodes = [
  "rear_end",
  "collision",
  "parked",
  "animal",
  "glass",
  "theft",
  "other",
] as const;
export type IncidentCode = (typeof incidentCodes)[number];
export type Injured = "no" | "yes" | "unsure";

/** What the customer reports. Fields are empty until they are filled in. */
export interface Report {
  readonly customer: Customer;
  readonly place: Place | null;
  readonly address: string;
  readonly incident: IncidentCode | null;
  readonly injured: Injured | null;
  readonly description: string;
}

export interface ReportPhoto {
  readonly id: string;
  readonly name: string;
  readonly blob: Blob;
}

/** The report while it is being written: survives a reload, photos included. */
export interface ReportDraft {
  readonly step: "place" | "incident" | "photos";
  readonly report: Report;
  readonly photos: readonly ReportPhoto[];
}

export function emptyReport(customer: Customer): Report {
  return { customer, place: null, address: "", incident: null, injured: null, description: "" };
}

/**
 * The report as `parameters` of POST chats: all values are text, names as the demo center expects them.
 * @param words how a code is called in the agents' language
 */
export function parametersOf(
  report: Report,
  words: { readonly incident: (code: IncidentCode) => string; readonly injured: (answer: Injured) => string },
): Record<string, string> {
  const { customer, place } = report;
  const all: Record<string, string> = {
    first_name: customer.firstName,
    last_name: customer.lastName,
    account: customer.policy,
    phone: customer.phone,
    policy: customer.policy,
    vehicle: customer.vehicle,
    address: report.address.trim(),
    incident: report.incident === null ? "" : words.incident(report.incident),
    injured: report.injured === null ? "" : words.injured(report.injured),
    latitude: place === null ? "" : place.latitude.toFixed(6),
    longitude: place === null ? "" : place.longitude.toFixed(6),
    accuracy: place?.accuracy == null ? "" : String(Math.round(place.accuracy)),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ""));
}
