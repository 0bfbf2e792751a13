/**
 * Every change of the tables, in order. A released entry is never edited; the next change is a new entry.
 * Plain SQL that SQLite and PostgreSQL both understand.
 */
export const migrations: readonly (readonly string[])[] = [
  [
    `create table photographs (
      sha256 text primary key, name text not null, format text not null, bytes integer not null,
      width integer not null, height integer not null, captured_at text, uploaded_at text not null)`,
    `create table measurements (
      id text primary key, fingerprint text not null, version integer not null, photograph text not null references photographs (sha256),
      result text not null, reason text, made_by text not null, made_at text not null, unique (fingerprint, version))`,
    'create table comparisons (id text primary key, request text not null, result text, asked_at text not null)',
    `create table jobs (
      id text primary key references comparisons (id), place integer not null, state text not null, attempts integer not null, error text,
      queued_at text not null, finished_at text)`,
    'create index jobs_by_state on jobs (state, place)',
    `create table audit (
      number integer primary key, at text not null, actor text not null, action text not null, object text not null,
      before text, after text, previous_hash text not null, hash text not null)`,
  ],
  [
    'create table studies (id text primary key, name text not null unique, added_at text not null)',
    'create table subjects (id text primary key, study text not null references studies (id), pseudonym text not null, added_at text not null, unique (study, pseudonym))',
    'create table target_areas (id text primary key, subject text not null references subjects (id), name text not null, added_at text not null, unique (subject, name))',
    `create table timepoints (
      id text primary key, target_area text not null references target_areas (id), date text not null, photograph text not null references photographs (sha256),
      name text not null, calibration text, added_at text not null, unique (target_area, date))`,
    `create table treatments (
      id text primary key, subject text not null references subjects (id), kind text not null, date text not null, details text not null, added_at text not null)`,
  ],  [
    `create table accounts (
      id text primary key, name text not null unique, role text not null, password text, invitation text, invited_until text, closed_at text, added_at text not null)`,
    'create table memberships (account text not null references accounts (id), study text not null references studies (id), primary key (account, study))',
    'create table holdings (photograph text not null references photographs (sha256), holder text not null, name text not null, primary key (photograph, holder))',
    // What is there already was brought by whoever sat at this machine.
    "insert into holdings select sha256, 'account:local', name from photographs",
    `insert into holdings select timepoints.photograph, 'study:' || subjects.study, min(timepoints.name) from timepoints
      join target_areas on target_areas.id = timepoints.target_area join subjects on subjects.id = target_areas.subject group by timepoints.photograph, subjects.study`,
  ],
  [
    'create table readings (id text primary key, study text not null references studies (id), name text not null, seed text not null, added_at text not null, unique (study, name))',
    `create table reading_cases (
      id text primary key, reading text not null references readings (id), place integer not null, subject text not null, arm text not null, target_area text not null,
      view text not null, visit text not null, date text not null, baseline_photograph text not null references photographs (sha256),
      follow_up_photograph text not null references photographs (sha256), kind text not null, baseline_um_per_px real, follow_up_um_per_px real)`,
    `create table reading_readers (
      id text primary key, reading text not null references readings (id), name text not null, role text not null,
      signed_name text, signed_at text, signature text, unique (reading, name))`,
    `create table reading_items (
      id text primary key, reader text not null references reading_readers (id), place integer not null, reading_case text not null references reading_cases (id),
      occasion integer not null, baseline_side text not null, answer integer, reason text)`,
    'create index reading_items_by_reader on reading_items (reader, place)',
  ],
  [
    // Several machines on one queue: whose turn a job is, and who has it.
    "alter table jobs add column holder text not null default ''",
    'alter table jobs add column lease integer not null default 0',
    'alter table jobs add column beat integer not null default 0',
    'alter table jobs add column progress text',
  ],
  [
    `create table corrections (
      id text primary key, fingerprint text not null, holder text not null, version integer not null, photograph text not null references photographs (sha256),
      correction text not null, result text not null, reason text not null, restores integer, made_by text not null, made_at text not null,
      unique (fingerprint, holder, version))`,
  ],
  [
    'create table sessions (hash text primary key, account text not null references accounts (id), begun_at real not null, used_at real not null)',
  ],
  [
    // What is looked for under the lock of every change, or when something is erased, has to be found at once however much there is.
    'create index jobs_by_place on jobs (place)',
    'create index measurements_by_photograph on measurements (photograph)',
    'create index corrections_by_photograph on corrections (photograph)',
    'create index timepoints_by_photograph on timepoints (photograph)',
    'create index reading_cases_by_baseline on reading_cases (baseline_photograph)',
    'create index reading_cases_by_follow_up on reading_cases (follow_up_photograph)',
    'create index reading_items_by_case on reading_items (reading_case)',
    'create index treatments_by_subject on treatments (subject)',
    'create index memberships_by_study on memberships (study)',
    'create index sessions_by_account on sessions (account)',
    // How long what belongs to a study, or to none, is kept.
    'create table retention (scope text primary key, days integer not null, set_at text not null)',
  ],
  [
    // What was brought into a study is the study's, so that nobody who leaves it takes it along.
    "delete from holdings where holder like 'account:%' and photograph in (select photograph from holdings where holder like 'study:%')",
    // Those for whom comparisons are done take turns.
    'create table turns (holder text primary key, turn integer not null)',
  ],
  [
    'create table tokens (hash text primary key, account text not null references accounts (id), name text not null, reads_only integer not null, until text not null, added_at text not null, unique (account, name))',
  ],
  [
    // Heads as visits: what the photographs of an area show, and the region drawn on one of them.
    "alter table target_areas add column kind text not null default 'closeup'",
    'alter table timepoints add column region text',
  ],
  [
    // What patients say themselves.
    'create table assessments (id text primary key, subject text not null references subjects (id), date text not null, score integer not null, improvement text, added_at text not null, unique (subject, date))',
  ],
  [
    // Photographs of batches on their way to a worker and their results on the way back; nothing stays here.
    `create table errands (
      id text primary key, fingerprint text not null, state text not null, lease integer not null, beat integer not null, wanted integer not null, parcel text not null, answer text)`,
    'create index errands_by_state on errands (state, fingerprint)',
  ],
  [
    // What stands above reports: one row, or none where nothing was set.
    'create table clinic (id text primary key, name text not null, address text not null, paper text, logo text, logo_width integer, logo_height integer, changed_at text not null)',
  ],
  [
    // Studies that are over stand apart.
    'alter table studies add column archived_at text',
  ],
  [
    // Signatures that were made to fit the answers that are left after a person was erased.
    'alter table reading_readers add column renewed_at text',
    'alter table reading_readers add column first_signature text',
  ],
  [
    // Photographs that were erased and whose files are still to be removed; nothing stays here.
    'create table removals (sha256 text primary key, noted_at text not null)',
  ],
  [
    // A scale made close-ups of pairs for blinded readers, and faces were shown; which of them somebody called close-ups nobody can tell any more.
    "update reading_cases set kind = 'auto' where kind = 'closeup'",
  ],
  [
    // Pairs of blinded readings are gone through reading by reading.
    'create index reading_cases_by_reading on reading_cases (reading, place)',
  ],
  [
    // By which method a comparison was asked for: workers of an earlier one leave it to others. Earlier programs did not say.
    "alter table jobs add column method text not null default ''",
  ],
];
