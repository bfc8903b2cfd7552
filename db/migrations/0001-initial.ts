import { type Kysely, sql } from "kysely";

const tenantTables = [
  "memberships",
  "invitations",
  "api_tokens",
  "connectors",
  "schedules",
  "collections",
  "connector_collections",
  "runs",
  "run_items",
  "run_seen",
  "run_deletions",
  "held_deletions",
  "documents",
  "uploads",
  "crawl_pages",
  "source_items",
  "audit_log",
  "idempotency_keys",
  "alert_destinations",
  "alerts",
  "alert_deliveries",
];

/**
 * The words of a text. PostgreSQL's parser would take a name such as next.config.js or ada@example.com for one word,
 * and <b> for none: without their punctuation, each part is found.
 */
const wordsOf = (text: string) =>
  `to_tsvector('simple', translate(${text}, './-@:<>&+~?=%#\\', repeat(' ', 15)))`;

const tables = `
create table users (
  id uuid primary key,
  email text not null,
  name text not null,
  password_hash text,
  -- The secret of a second factor, sealed; since when it is asked for; the last time step that opened a session.
  totp_sealed bytea,
  totp_since timestamptz,
  totp_step bigint not null default 0,
  locale text,
  time_zone text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index users_email on users (lower(email));

create table user_identities (
  provider text not null,
  subject text not null,
  user_id uuid not null references users on delete cascade,
  created_at timestamptz not null default now(),
  primary key (provider, subject)
);

create table sessions (
  id uuid primary key,
  user_id uuid not null references users on delete cascade,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ip text,
  user_agent text
);
create index sessions_user on sessions (user_id);

create table recovery_codes (
  user_id uuid not null references users on delete cascade,
  code_hash bytea not null,
  primary key (user_id, code_hash)
);

-- From where somebody signed in before: others' guesses don't lock them out there. It outlives the session.
create table known_addresses (
  user_id uuid not null references users on delete cascade,
  address text not null,
  last_at timestamptz not null default now(),
  primary key (user_id, address)
);

create table sign_in_failures (
  key text not null,
  -- What was counted together, under several keys.
  attempt uuid not null,
  at timestamptz not null default now()
);
create index sign_in_failures_key on sign_in_failures (key, at);
create index sign_in_failures_attempt on sign_in_failures (attempt);

create table installation (
  only_row boolean primary key default true check (only_row),
  setup_code_hash bytea,
  created_at timestamptz not null default now()
);

create table workspaces (
  id uuid primary key,
  name text not null,
  time_zone text not null default 'Etc/UTC',
  retention_days integer not null default 30 check (retention_days between 1 and 3650),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table memberships (
  workspace_id uuid not null references workspaces on delete cascade,
  user_id uuid not null references users on delete cascade,
  role text not null check (role in ('viewer', 'editor', 'admin', 'owner')),
  created_at timestamptz not null default now(),
  primary key (workspace_id, user_id)
);
create index memberships_user on memberships (user_id);

create table invitations (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  email text not null,
  role text not null check (role in ('viewer', 'editor', 'admin', 'owner')),
  code_hash bytea not null unique,
  invited_by uuid references users on delete set null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  accepted_at timestamptz,
  primary key (workspace_id, id)
);

create table api_tokens (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  name text not null,
  role text not null check (role in ('viewer', 'editor', 'admin', 'owner')),
  -- The permissions that it is kept to, of those of its role; all of them without.
  scopes text[],
  token_hash bytea not null unique,
  hint text not null,
  created_by uuid references users on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz,
  primary key (workspace_id, id)
);

create table connectors (
  workspace_id uuid not null references workspaces on delete cascade,
  id text not null,
  name text not null,
  type text not null,
  slots jsonb not null,
  credentials_sealed bytea,
  credentials_hint text,
  health text not null default 'ok' check (health in ('ok', 'needs_credentials')),
  cursor jsonb,
  run_wanted boolean not null default false,
  -- The last listing was empty or far too short: the next one decides.
  listing_suspect boolean not null default false,
  -- Keys of items that stopped a worker again and again: left alone until somebody retries them.
  quarantined text[] not null default '{}',
  -- How its last runs ended, kept here so that schedules can be filtered and ordered by it.
  last_success_at timestamptz,
  failures integer not null default 0,
  version integer not null default 1,
  created_by uuid references users on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
create index connectors_created on connectors (workspace_id, created_at, id);
create index connectors_name on connectors (workspace_id, lower(name), id);
-- These two cost nothing while a connector is created: docs/benchmarks.md, "schedules list".
create index connectors_success on connectors (workspace_id, last_success_at, id) where last_success_at is not null;
create index connectors_troubled on connectors (workspace_id, id) where failures > 0 or health <> 'ok';

create table schedules (
  workspace_id uuid not null,
  connector_id text not null,
  type text not null check (type in ('imed', 'cron', 'when')),
  value text,
  timezone text not null,
  missed text not null default 'run_once' check (missed in ('run_once', 'skip')),
  state text not null check (state in ('active', 'waiting_for_collection', 'paused', 'done')),
  next_run_at timestamptz,
  paused_at timestamptz,
  paused_by uuid references users on delete set null,
  pause_reason text,
  version integer not null default 1,
  updated_at timestamptz not null default now(),
  primary key (workspace_id, connector_id),
  foreign key (workspace_id, connector_id) references connectors on delete cascade
);
create index schedules_next on schedules (workspace_id, next_run_at, connector_id);
create index schedules_resting on schedules (workspace_id, state, connector_id) where state <> 'active';

create table collections (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  name text not null,
  description text not null default '',
  version integer not null default 1,
  created_by uuid references users on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
create unique index collections_name on collections (workspace_id, lower(name));

create table connector_collections (
  workspace_id uuid not null,
  connector_id text not null,
  collection_id uuid not null,
  created_by uuid references users on delete set null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, connector_id, collection_id),
  foreign key (workspace_id, connector_id) references connectors on delete cascade,
  foreign key (workspace_id, collection_id) references collections on delete cascade
);
create index connector_collections_collection on connector_collections (workspace_id, collection_id, connector_id);

create table runs (
  workspace_id uuid not null,
  id uuid not null,
  connector_id text not null,
  trigger text not null check (trigger in ('schedule', 'association', 'manual', 'retry', 'upload')),
  scheduled_for timestamptz,
  state text not null check (state in
    ('queued', 'running', 'succeeded', 'partial', 'failed', 'cancelled', 'skipped', 'interrupted')),
  reason text,
  retry_of uuid,
  only_keys text[],
  attempt integer not null default 0,
  -- In a row, since the last batch that brought something.
  deaths integer not null default 0,
  -- The item that is being read, by its key; told only after a death.
  in_hand text,
  outages integer not null default 0,
  lease_token uuid,
  lease_expires_at timestamptz,
  worker_id uuid,
  checkpoint jsonb,
  -- What the source gave so far for the end of the run: its next cursor, and whether its listing is complete.
  next_cursor jsonb,
  listing_complete boolean not null default false,
  stage text,
  current_item text,
  estimated_total bigint,
  -- Where its time went, over all workers that had it.
  reading_ms bigint not null default 0,
  storing_ms bigint not null default 0,
  deleting_ms bigint not null default 0,
  discovered bigint generated always as (added + updated + unchanged + deleted + skipped + failed) stored,
  added bigint not null default 0,
  updated bigint not null default 0,
  unchanged bigint not null default 0,
  deleted bigint not null default 0,
  skipped bigint not null default 0,
  failed bigint not null default 0,
  not_before timestamptz,
  cancel_requested_at timestamptz,
  cancelled_by uuid references users on delete set null,
  created_by uuid references users on delete set null,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, connector_id) references connectors on delete cascade
);
create unique index runs_occurrence on runs (workspace_id, connector_id, scheduled_for)
  where scheduled_for is not null;
create unique index runs_one_active on runs (workspace_id, connector_id)
  where state in ('queued', 'running', 'interrupted');
create index runs_connector on runs (workspace_id, connector_id, created_at desc, id desc);
create index runs_created on runs (workspace_id, created_at desc, id desc);
create index runs_lease on runs (lease_expires_at) where state = 'running';
create index runs_interrupted on runs (deaths) where state = 'interrupted';
create index runs_finished on runs (finished_at) where finished_at is not null;

create table run_items (
  workspace_id uuid not null,
  run_id uuid not null,
  key_hash bytea not null,
  key text not null,
  outcome text not null check (outcome in ('added', 'updated', 'deleted', 'skipped', 'failed')),
  reason text,
  title text,
  link text,
  document_id uuid,
  size_bytes bigint,
  duration_ms integer,
  at timestamptz not null default now(),
  primary key (workspace_id, run_id, key_hash),
  foreign key (workspace_id, run_id) references runs on delete cascade
);
create index run_items_outcome on run_items (workspace_id, run_id, outcome, key_hash);

-- Keys that this run has met, and what it counted each as: so that none is counted twice, and that a complete
-- listing tells what is missing. Emptied when the run ends.
create table run_seen (
  workspace_id uuid not null,
  run_id uuid not null,
  key_hash bytea not null,
  outcome text not null,
  primary key (workspace_id, run_id, key_hash),
  foreign key (workspace_id, run_id) references runs on delete cascade
);

-- Documents that this run would delete: decided when it ends, or by a person when it is held.
create table run_deletions (
  workspace_id uuid not null,
  run_id uuid not null,
  document_id uuid not null,
  reason text not null,
  primary key (workspace_id, run_id, document_id),
  foreign key (workspace_id, run_id) references runs on delete cascade
);
create index run_deletions_document on run_deletions (workspace_id, document_id);

create table held_deletions (
  workspace_id uuid not null,
  id uuid not null,
  connector_id text not null,
  run_id uuid not null,
  state text not null default 'held' check (state in ('held', 'approved', 'kept', 'superseded')),
  reason text not null,
  documents integer not null,
  live_documents integer not null,
  created_at timestamptz not null default now(),
  decided_at timestamptz,
  decided_by uuid references users on delete set null,
  primary key (workspace_id, id),
  foreign key (workspace_id, connector_id) references connectors on delete cascade,
  foreign key (workspace_id, run_id) references runs on delete cascade
);

create unique index held_deletions_open on held_deletions (workspace_id, connector_id) where state = 'held';

-- Where a workspace wants to hear of which kinds of trouble.
create table alert_destinations (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  type text not null check (type in ('email', 'webhook')),
  address text not null,
  -- What signs a webhook's messages.
  secret_sealed bytea,
  kinds text[] not null,
  disabled_at timestamptz,
  disabled_reason text,
  created_by uuid references users on delete set null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id)
);

-- Trouble of a kind with a connector, from when it was seen until it was over.
create table alerts (
  workspace_id uuid not null,
  id uuid not null,
  connector_id text not null,
  kind text not null,
  run_id uuid,
  reason text,
  documents integer,
  raised_at timestamptz not null,
  resolved_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, connector_id) references connectors on delete cascade
);
create unique index alerts_open on alerts (workspace_id, connector_id, kind) where resolved_at is null;
create index alerts_resolved on alerts (resolved_at) where resolved_at is not null;

-- A message on its way to a destination; the id is the message's own, the same at each attempt.
create table alert_deliveries (
  workspace_id uuid not null,
  id uuid not null,
  destination_id uuid not null,
  alert_id uuid,
  event text not null check (event in ('alert.raised', 'alert.resolved', 'alert.test')),
  state text not null default 'waiting' check (state in ('waiting', 'delivered', 'failed')),
  attempts integer not null default 0,
  next_at timestamptz not null default now(),
  -- The last attempts: [{at, status, ms, error}].
  log jsonb not null default '[]',
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, destination_id) references alert_destinations on delete cascade,
  foreign key (workspace_id, alert_id) references alerts on delete cascade
);
create index alert_deliveries_waiting on alert_deliveries (next_at) where state = 'waiting';
create index alert_deliveries_destination on alert_deliveries (workspace_id, destination_id, created_at desc, id desc);
create index alert_deliveries_alert on alert_deliveries (workspace_id, alert_id);
create index alert_deliveries_created on alert_deliveries (created_at);

create table documents (
  workspace_id uuid not null,
  id uuid not null,
  connector_id text not null,
  key text not null,
  key_hash bytea not null,
  title text not null,
  link text,
  text text not null,
  mime text not null,
  size_bytes bigint not null default 0,
  blob_sha256 text,
  content_hash bytea not null,
  file_owner text,
  author text,
  language text,
  metadata jsonb not null default '{}',
  source_created_at timestamptz,
  source_modified_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  removed_at timestamptz,
  removed_reason text,
  -- A person kept or restored it although its source hasn't it; until the source names it again.
  kept_at timestamptz,
  title_search tsvector generated always as (${wordsOf("left(title, 1000)")}) stored,
  -- With workspace and connector as lexemes that no query can hold (they begin with a space): so the index is
  -- tenant-first, and finds a connector's documents without looking at those of others.
  search tsvector generated always as (
    setweight(${wordsOf("left(title, 1000)")}, 'A') || ${wordsOf("left(text, 200000)")}
      || array_to_tsvector(array[' ' || workspace_id::text, ' /' || connector_id])
  ) stored,
  primary key (workspace_id, id),
  foreign key (workspace_id, connector_id) references connectors on delete cascade
);
-- Counting a connector's documents reads this one alone.
create index documents_updated on documents (workspace_id, connector_id, updated_at desc, id desc)
  where removed_at is null;
create index documents_newest on documents (workspace_id, updated_at desc, id desc) include (size_bytes)
  where removed_at is null;
create index documents_search on documents using gin (search) where removed_at is null;
create index documents_blob on documents (blob_sha256) where blob_sha256 is not null;
create index documents_removed on documents (removed_at) where removed_at is not null;
-- Last of all: see db/one-by-one.ts.
create unique index documents_key on documents (workspace_id, connector_id, key_hash);

create table uploads (
  workspace_id uuid not null,
  connector_id text not null,
  id uuid not null,
  seq bigint generated always as identity,
  name text not null,
  mime text not null,
  size_bytes bigint not null,
  blob_sha256 text not null,
  skip_reason text,
  -- Why the last run couldn't read it; the next one tries again.
  fail_reason text,
  uploaded_by uuid references users on delete set null,
  uploaded_at timestamptz not null default now(),
  primary key (workspace_id, connector_id, id),
  foreign key (workspace_id, connector_id) references connectors on delete cascade
);
create unique index uploads_name on uploads (workspace_id, connector_id, name);
create index uploads_blob on uploads (blob_sha256);

-- The crawl frontier. A run walks a connector's pages in the order of seq; pages found meanwhile get a higher
-- one. So the checkpoint is a number, and every page known from earlier runs is visited again.
create table crawl_pages (
  workspace_id uuid not null,
  connector_id text not null,
  url_hash bytea not null,
  seq bigint generated always as identity,
  url text not null,
  depth integer not null,
  etag text,
  last_modified text,
  gone_runs integer not null default 0,
  -- SHA-256 of the bytes and of title and text as last read; the second finds pages that say the same.
  body_hash bytea,
  content_hash bytea,
  foreign key (workspace_id, connector_id) references connectors on delete cascade
);
create index crawl_pages_seq on crawl_pages (workspace_id, connector_id, seq);
-- What finds single rows comes last: see db/one-by-one.ts.
alter table crawl_pages add primary key (workspace_id, connector_id, url_hash);
create index crawl_pages_content on crawl_pages (workspace_id, connector_id, content_hash)
  where content_hash is not null;

-- What a vendor's source remembers of its items: versions, so that what is unchanged isn't read again, and folders.
create table source_items (
  workspace_id uuid not null,
  connector_id text not null,
  key_hash bytea not null,
  key text not null,
  parent_key text,
  name text,
  is_container boolean not null default false,
  version text,
  skip_reason text,
  data jsonb,
  foreign key (workspace_id, connector_id) references connectors on delete cascade
);
create index source_items_parent on source_items (workspace_id, connector_id, parent_key);
create index source_items_containers on source_items (workspace_id, connector_id) where is_container;
alter table source_items add primary key (workspace_id, connector_id, key_hash);

-- How many runs read from one host now, over all workers and workspaces: each takes its share.
create table host_shares (
  host text not null,
  run_id uuid not null,
  expires_at timestamptz not null,
  primary key (host, run_id)
);

create table host_pauses (
  host text primary key,
  until timestamptz not null
);

create table audit_log (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  at timestamptz not null default now(),
  actor_type text not null check (actor_type in ('user', 'token', 'system')),
  actor_id uuid,
  action text not null,
  target_type text not null,
  target_id text not null,
  details jsonb not null default '{}',
  request_id text,
  primary key (workspace_id, id)
);
create index audit_log_at on audit_log (workspace_id, at desc, id desc);
-- Who somebody was, once they are no member any more.
create index audit_log_left on audit_log (workspace_id, target_id) where action = 'member.remove';

create table idempotency_keys (
  workspace_id uuid not null references workspaces on delete cascade,
  key text not null,
  actor_id uuid not null,
  fingerprint bytea not null,
  status integer not null,
  headers jsonb not null,
  body jsonb not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, actor_id, key)
);
create index idempotency_keys_created on idempotency_keys (created_at);

create table workers (
  id uuid primary key,
  host text not null,
  pid integer not null,
  started_at timestamptz not null default now(),
  beat_at timestamptz not null default now()
);

create table reconciler_reports (
  only_row boolean primary key default true check (only_row),
  at timestamptz not null,
  schedules_without_job integer not null,
  jobs_without_schedule integer not null,
  repaired integer not null
);
`;

const roles = `
do $$
declare
  role_name text;
  is_16 boolean := current_setting('server_version_num')::int >= 160000;
  -- Before version 16 a member may always become the role, and has its rights without becoming it.
  may_become text := case when is_16 then 'set' else 'member' end;
  becoming text := case when is_16 then 'with inherit false, set true' else '' end;
begin
  foreach role_name in array array['tributary_app', 'tributary_identity', 'tributary_system', 'tributary_search',
    'tributary_backup'] loop
    begin
      if not exists (select from pg_roles where rolname = role_name) then
        execute format('create role %I nologin', role_name);
      end if;
    exception when duplicate_object or unique_violation then null;
    end;
    if not pg_has_role(session_user, role_name, may_become) then
      execute format('grant %I to %I %s', role_name, session_user, becoming);
    end if;
    execute format('grant usage on schema public to %I', role_name);
  end loop;
end $$;
`;

const tenantPolicies = tenantTables
  .map(
    (table) => `
alter table ${table} enable row level security;
alter table ${table} force row level security;
create policy tenant on ${table} for all to tributary_app
  using (workspace_id = (select nullif(current_setting('app.workspace_id', true), '')::uuid))
  with check (workspace_id = (select nullif(current_setting('app.workspace_id', true), '')::uuid));
grant select, insert, update, delete on ${table} to tributary_app;
`,
  )
  .join("");

/** Doors that look across workspaces: each names its role, its table and what it may do there. */
const doors = `
alter table workspaces enable row level security;
alter table workspaces force row level security;
create policy tenant on workspaces for all to tributary_app
  using (id = (select nullif(current_setting('app.workspace_id', true), '')::uuid))
  with check (id = (select nullif(current_setting('app.workspace_id', true), '')::uuid));
grant select, insert, update, delete on workspaces to tributary_app;

alter table users enable row level security;
alter table users force row level security;
create policy members on users for select to tributary_app
  using (exists (select from memberships m where m.user_id = users.id));
grant select (id, email, name, time_zone, locale) on users to tributary_app;

-- Identity: who asks, before the workspace is known.
create policy identity on users for all to tributary_identity using (true) with check (true);
grant select, insert, update on users to tributary_identity;
alter table user_identities enable row level security;
alter table user_identities force row level security;
create policy identity on user_identities for all to tributary_identity using (true) with check (true);
grant select, insert on user_identities to tributary_identity;
alter table sessions enable row level security;
alter table sessions force row level security;
create policy identity on sessions for all to tributary_identity using (true) with check (true);
grant select, insert, update, delete on sessions to tributary_identity;
alter table recovery_codes enable row level security;
alter table recovery_codes force row level security;
create policy identity on recovery_codes for all to tributary_identity using (true) with check (true);
grant select, insert, delete on recovery_codes to tributary_identity;
alter table known_addresses enable row level security;
alter table known_addresses force row level security;
create policy identity on known_addresses for all to tributary_identity using (true) with check (true);
grant select, insert, update on known_addresses to tributary_identity;
alter table sign_in_failures enable row level security;
alter table sign_in_failures force row level security;
create policy identity on sign_in_failures for all to tributary_identity using (true) with check (true);
grant select, insert, delete on sign_in_failures to tributary_identity;
alter table installation enable row level security;
alter table installation force row level security;
create policy identity on installation for all to tributary_identity using (true) with check (true);
grant select, insert, update on installation to tributary_identity;
create policy identity on api_tokens for select to tributary_identity using (true);
create policy identity_touch on api_tokens for update to tributary_identity using (true) with check (true);
grant select, update (last_used_at) on api_tokens to tributary_identity;
create policy identity on memberships for select to tributary_identity using (true);
grant select on memberships to tributary_identity;
create policy identity on workspaces for select to tributary_identity using (true);
grant select on workspaces to tributary_identity;
create policy identity on invitations for select to tributary_identity using (true);
grant select on invitations to tributary_identity;

-- Who a token or a session is, and what it may do in one workspace: one round trip, no transaction of its own.
create function identify_token(hash bytea, workspace uuid)
  returns table (token_id uuid, user_id uuid, token_role text, scopes text[], member_role text, token_workspace uuid,
    expired boolean, revoked boolean, workspace_exists boolean, time_zone text, touch boolean)
  language sql stable security definer set search_path = public
  as $$
  select t.id, t.created_by, t.role, t.scopes, m.role, t.workspace_id,
    coalesce(t.expires_at <= now(), false), t.revoked_at is not null, w.id is not null, w.time_zone,
    coalesce(t.last_used_at < now() - interval '1 minute', true)
  from api_tokens t
  left join memberships m on m.workspace_id = t.workspace_id and m.user_id = t.created_by
  left join workspaces w on w.id = coalesce(workspace, t.workspace_id)
  where t.token_hash = hash;
$$;

create function identify_session(session uuid, workspace uuid)
  returns table (user_id uuid, email text, name text, member_role text, workspace_exists boolean, time_zone text,
    touch boolean)
  language sql stable security definer set search_path = public
  as $$
  select u.id, u.email, u.name, m.role, w.id is not null, w.time_zone,
    s.last_seen_at < now() - interval '1 minute'
  from sessions s
  join users u on u.id = s.user_id
  left join workspaces w on w.id = workspace
  left join memberships m on m.workspace_id = w.id and m.user_id = u.id
  where s.id = session and s.expires_at > now() and s.last_seen_at > now() - interval '7 days';
$$;

revoke execute on function identify_token, identify_session from public;
grant execute on function identify_token, identify_session to tributary_app;
grant create on schema public to tributary_identity;
alter function identify_token owner to tributary_identity;
alter function identify_session owner to tributary_identity;
revoke create on schema public from tributary_identity;
-- The login gives itself what it gave away with them.
set local role tributary_identity;
do $$ begin execute format('grant execute on function identify_token, identify_session to %I', session_user); end $$;
reset role;

-- Search: PostgreSQL doesn't use a text index below row security (its operator isn't leakproof), so a function that
-- sees every workspace's words asks the index, and answers with documents of the present workspace alone.
create policy search on documents for select to tributary_search using (true);
grant select (workspace_id, id, connector_id, title_search, search, mime, file_owner, updated_at, removed_at)
  on documents to tributary_search;
create policy search on connector_collections for select to tributary_search using (true);
grant select (workspace_id, connector_id, collection_id) on connector_collections to tributary_search;

-- What somebody typed, as a query; a word that may be unfinished (the last one) stands for all that begin with it.
create function search_query(words text, unfinished text) returns tsquery language sql immutable
  as $$
  select case
    when part <> '' and right(whole, length(part)) = part
    then (left(whole, -length(part)) || regexp_replace(part, '''(?:[^'']|'''')*''', '\\&:*', 'g'))::tsquery
    else whole::tsquery
  end
  from (
    select websearch_to_tsquery('simple', words)::text as whole,
      websearch_to_tsquery('simple', unfinished)::text as part
  ) typed;
$$;

-- Exactly this lexeme, whatever it holds.
create function search_lexeme(lexeme text) returns tsquery language sql immutable
  as $$ select ('''' || replace(replace(lexeme, '\\', '\\\\'), '''', '''''') || '''')::tsquery; $$;

-- The same query without the order of its words, which the index doesn't know. Phrases that are excluded stay.
create function search_loosely(query tsquery) returns tsquery language sql immutable
  as $$
  select case when query::text like '%!%' then query
    else regexp_replace(query::text, ' <(?:-|\\d+)> ', ' & ', 'g')::tsquery end;
$$;

-- The best of what matches, ranked. Reading a document's words costs far more than finding it: of too many, those
-- with the words in their title are ranked, then the newest. The settings keep the planner at the text index.
create function search_documents(query tsquery, wanted integer, after_rank double precision, after_id uuid,
    in_collection uuid, of_connector text, of_mime text, of_owner text, since timestamptz)
  returns table (id uuid, rank double precision, total bigint)
  language sql stable security definer rows 50 set search_path = public, pg_temp
  set enable_seqscan = off set enable_indexscan = off set jit = off set work_mem = '32MB'
  as $$
  with asked as (
    select search_loosely(query) as loose, current_setting('app.workspace_id')::uuid as workspace
  ), members as (
    select c.connector_id from connector_collections c
    where c.workspace_id = (select workspace from asked) and c.collection_id = in_collection limit 201
  ), place as (
    -- Null where the index can't help: everywhere, or a collection of very many connectors.
    select case
      when of_connector is not null then search_lexeme(' /' || of_connector)
      when in_collection is not null and (select count(*) from members) < 201 then (
        select coalesce(string_agg(search_lexeme(' /' || connector_id)::text, '|')::tsquery, search_lexeme(' /'))
        from members
      ) end as scope
  ), matched as materialized (
    select d.id, d.search, d.updated_at, ts_rank(d.title_search, query) as title_rank
    from documents d
    where numnode(query) > 0
      and d.search @@ (
        select search_lexeme(' ' || workspace) && coalesce(scope && loose, loose) from asked, place
      )
      and (d.workspace_id = (select workspace from asked)) is true
      and d.removed_at is null
      and (of_mime is null or d.mime = of_mime)
      and (of_owner is null or lower(d.file_owner) = lower(of_owner))
      and (since is null or d.updated_at >= since)
      and (in_collection is null or of_connector is null and (select scope is not null from place)
        or d.connector_id in (
          select c.connector_id from connector_collections c
          where c.workspace_id = (select workspace from asked) and c.collection_id = in_collection
        ))
    limit 100000
  ), checked as (
    select m.*, null::bigint as total from matched m where (select loose = query from asked)
    union all
    select l.*, count(*) over () from (
      select * from matched m where (select loose <> query from asked)
      order by m.title_rank desc, m.updated_at desc, m.id desc limit 10000
    ) l where l.search @@ query
  ), best as (
    select * from checked c order by c.title_rank desc, c.updated_at desc, c.id desc limit 1000
  ), ranked as (
    select b.id, ts_rank(b.search, query)::double precision as rank,
      coalesce(b.total, (select count(*) from matched)) as total
    from best b
  )
  select r.id, r.rank, r.total from ranked r
  where after_rank is null or (r.rank, r.id) < (after_rank, after_id)
  order by r.rank desc, r.id desc limit wanted;
$$;

revoke execute on function search_documents from public;
grant execute on function search_documents to tributary_app;
grant create on schema public to tributary_search;
alter function search_documents owner to tributary_search;
revoke create on schema public from tributary_search;

-- System: dispatcher, reconciler, retention, worker bookkeeping.
create policy system on schedules for select to tributary_system using (true);
create policy system_write on schedules for update to tributary_system using (true) with check (true);
grant select, update on schedules to tributary_system;
create policy system on runs for select to tributary_system using (true);
create policy system_insert on runs for insert to tributary_system with check (true);
create policy system_write on runs for update to tributary_system using (true) with check (true);
create policy system_delete on runs for delete to tributary_system using (true);
grant select, insert, update, delete on runs to tributary_system;
create policy system on held_deletions for select to tributary_system using (true);
grant select (workspace_id, run_id, state) on held_deletions to tributary_system;
create policy system on alert_destinations for select to tributary_system using (true);
grant select (workspace_id) on alert_destinations to tributary_system;
create policy system on alerts for select to tributary_system using (true);
create policy system_delete on alerts for delete to tributary_system using (true);
grant select (workspace_id, id, resolved_at), delete on alerts to tributary_system;
create policy system on alert_deliveries for select to tributary_system using (true);
create policy system_write on alert_deliveries for update to tributary_system using (true) with check (true);
create policy system_delete on alert_deliveries for delete to tributary_system using (true);
grant select (workspace_id, id, state, attempts, next_at, created_at), update (attempts, next_at), delete
  on alert_deliveries to tributary_system;
create policy system on connector_collections for select to tributary_system using (true);
grant select on connector_collections to tributary_system;
create policy system on connectors for select to tributary_system using (true);
grant select (workspace_id, id, type, health, last_success_at, failures) on connectors to tributary_system;
create policy system on workspaces for select to tributary_system using (true);
grant select on workspaces to tributary_system;
create policy system on documents for select to tributary_system using (true);
create policy system_delete on documents for delete to tributary_system using (true);
-- To pass over what somebody holds, a row must be locked, which takes the right to update.
create policy system_lock on documents for update to tributary_system using (true);
grant select (workspace_id, id, removed_at, blob_sha256), update (removed_at), delete on documents to tributary_system;
create policy system on uploads for select to tributary_system using (true);
grant select (workspace_id, blob_sha256) on uploads to tributary_system;
create policy system on idempotency_keys for select to tributary_system using (true);
create policy system_delete on idempotency_keys for delete to tributary_system using (true);
grant select (workspace_id, actor_id, key, created_at), delete on idempotency_keys to tributary_system;
create policy system on sessions for select to tributary_system using (true);
create policy system_delete on sessions for delete to tributary_system using (true);
grant select (id, expires_at, last_seen_at), delete on sessions to tributary_system;
create policy system on known_addresses for select to tributary_system using (true);
create policy system_delete on known_addresses for delete to tributary_system using (true);
grant select, delete on known_addresses to tributary_system;
create policy system on sign_in_failures for select to tributary_system using (true);
create policy system_delete on sign_in_failures for delete to tributary_system using (true);
grant select, delete on sign_in_failures to tributary_system;

-- No tenant's data: process bookkeeping and host politeness.
grant select, insert, update, delete on workers, reconciler_reports to tributary_system;
grant select on workers, reconciler_reports to tributary_app, tributary_identity;
grant select, insert, update, delete on host_shares, host_pauses to tributary_app;
grant select, delete on host_shares, host_pauses to tributary_system;
`;

/** A backup reads everything, and writes nothing. */
const backupDoor = `
do $$
declare
  name text;
begin
  grant select on all tables in schema public to tributary_backup;
  for name in select relname from pg_class where relnamespace = 'public'::regnamespace and relrowsecurity loop
    execute format('create policy backup on %I for select to tributary_backup using (true)', name);
  end loop;
end $$;
`;

// biome-ignore lint/suspicious/noExplicitAny: a migration knows no schema but its own (Kysely's advice)
export async function up(db: Kysely<any>): Promise<void> {
  await sql.raw(tables).execute(db);
  await sql.raw(roles).execute(db);
  await sql.raw(tenantPolicies).execute(db);
  await sql.raw(doors).execute(db);
  await sql.raw(backupDoor).execute(db);
}
