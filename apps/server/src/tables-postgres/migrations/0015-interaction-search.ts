/**
 * Looking up past interactions by time, and telling a call that an agent placed from one that came in, which only the
 * journal says: an index of the few events that matter costs nothing where there are none.
 */
export const interactionSearch = `
create index interaction_by_time on interaction (center_id, started_at, interaction_id);
create index journal_placed_calls on journal (center_id, interaction_id, type)
  where type in ('CallPlaced', 'InternalCallPlaced');
`;
