/** What users have chosen of the desk's ways, as it was stored: whoever reads it checks its shape. No events. */
export interface PreferenceRecords {
  /** Empty for whoever has chosen nothing. */
  of(agentId: string): Promise<Readonly<Record<string, unknown>>>;
  /** Puts these fields in place of those of the same name. @returns all of the user's */
  change(
    agentId: string,
    changes: Readonly<Record<string, unknown>>,
  ): Promise<Readonly<Record<string, unknown>>>;
}
