/** What users say of themselves, besides their names. Decision 0229. */
export const profiles = `
alter table user_account
  add column title text not null default '',
  add column languages text[] not null default '{}',
  add column about text not null default '',
  add column photo_for_customers boolean not null default true;
comment on column user_account.languages is 'spoken, by their ISO 639 codes';
`;
