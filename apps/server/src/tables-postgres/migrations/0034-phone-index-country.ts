/**
 * For which country contacts' numbers were put into `contact_phone` last (decision 0203). Every center so far read national
 * numbers as those of the United States.
 */
export const phoneIndexCountry = `
alter table network_setup add column indexed_country text not null default 'US';
`;
