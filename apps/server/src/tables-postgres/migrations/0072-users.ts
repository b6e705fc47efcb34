/** Users and teams as administrators make them, and passwords that must be changed at the next sign-in. Decision 0284. */
export const users = `
alter table user_account add column password_must_change boolean not null default false;

alter function append_words(text, jsonb) rename to append_words_before_users;
create function append_words(p_center text, words jsonb) returns void language plpgsql as $words$
declare
  one jsonb;
begin
  perform append_words_before_users(p_center, coalesce(
    (select jsonb_agg(w.value order by w.place) from jsonb_array_elements(words) with ordinality as w(value, place)
      where w.value->>'table' not in ('user_words', 'team_words')), '[]'));
  -- One row at a time and in order: one batch may name the same thing twice.
  for one in select w.value from jsonb_array_elements(words) with ordinality as w(value, place) order by w.place loop
    case one->>'table'
      when 'user_words' then
        if jsonb_typeof(one->'words') = 'null' then
          -- The user name is free again, and nobody signs in; what was done stays under the name.
          update user_account set username = '~' || agent_id, extension = null, password_hash = null
           where center_id = p_center and agent_id = one->>'agentId';
        else
          insert into user_account (center_id, agent_id, username, first_name, last_name, nickname, extension)
          values (p_center, one->>'agentId', one->'words'->>'username', one->'words'->>'firstName',
                  one->'words'->>'lastName', one->'words'->>'nickname', one->'words'->>'extension')
          on conflict (center_id, agent_id) do update
             set username = excluded.username, first_name = excluded.first_name, last_name = excluded.last_name,
                 nickname = excluded.nickname, extension = excluded.extension;
        end if;
      when 'team_words' then
        if jsonb_typeof(one->'words') = 'null' then
          delete from team_words where center_id = p_center and team_id = one->>'teamId';
        else
          insert into team_words (center_id, team_id, name) values (p_center, one->>'teamId', one->'words'->>'name')
          on conflict (center_id, team_id) do update set name = excluded.name;
        end if;
      else null;
    end case;
  end loop;
end $words$;
revoke all on function append_words(text, jsonb) from public;
grant execute on function append_words(text, jsonb) to patchbay_app;
`;
