// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

internal import Casework
internal import FoundationEssentials
internal import GRDB

/// The tables, and the steps by which older casebooks reach them.
///
/// Times are written as `Timestamp.text`, which sorts as text. Levels are numbers, 0 for `dismiss`
/// to 3 for `high`, so that they sort too. Values with parts of their own are JSON in text.
enum Schema {
    /// Each step is run once, in order, and never changed after it was released.
    private static let steps: [[String]] = [
        first, formerVerdicts, registries, politeTogether, lookups, boots, notices, names,
        certificateLogs, watch,
    ]

    /// Brings the casebook in `file` to the newest form.
    static func bringUpToDate(_ db: Database, _ file: String, _ now: Date) throws {
        if try !db.tableExists("schema_version") {
            // SQLite only.
            let tables = try Int.fetchOne(db, sql: "select count(*) from sqlite_master") ?? 0
            guard tables == 0 else { throw CasebookError.notACasebook(file: file) }
            try db.execute(
                sql: """
                    create table schema_version (
                        version integer not null primary key,
                        applied_at text not null)
                    """)
        }
        let sql = "select coalesce(max(version), 0) from schema_version"
        let version = try Int.fetchOne(db, sql: sql) ?? 0
        guard version <= steps.count else {
            throw CasebookError.newerSchema(file: file, found: version, known: steps.count)
        }
        for (index, statements) in steps.enumerated().dropFirst(version) {
            for statement in statements { try db.execute(sql: statement) }
            try db.execute(
                sql: "insert into schema_version (version, applied_at) values (?, ?)",
                arguments: [index + 1, Timestamp.text(now)])
        }
    }

    private static let first = [
        // A lead and the summary of its case. Numbers are given by us, without gaps.
        """
        create table leads (
            number integer not null primary key,
            address text not null unique,
            host text not null,
            scheme_is_guess integer not null,
            source text not null,
            reported_at text,
            reporter_reference text,
            note text,
            found_on text,
            added_at text not null,
            state text not null,
            level integer,
            score integer,
            categories text not null,
            why text not null,
            failure text,
            updated_at text not null)
        """,
        "create index leads_by_host on leads (host)",
        "create index leads_by_level on leads (level, score)",
        "create index leads_by_update on leads (updated_at)",
        // The counts are kept here, so that a progress line scans nothing.
        """
        create table runs (
            number integer not null primary key,
            settings text not null,
            personas text not null,
            started_at text not null,
            filled_at text,
            finished_at text,
            leads integer not null default 0,
            waiting integer not null default 0,
            working integer not null default 0,
            done integer not null default 0,
            failed integer not null default 0,
            dismiss integer not null default 0,
            doubtful integer not null default 0,
            suspect integer not null default 0,
            high integer not null default 0)
        """,
        """
        create table jobs (
            id integer not null primary key,
            run integer not null references runs (number),
            lead integer not null references leads (number),
            persona text not null,
            priority integer not null,
            state text not null,
            owner text,
            lease_until text,
            level integer,
            unique (run, lead, persona))
        """,
        "create index jobs_by_state on jobs (run, state, priority desc, id)",
        "create index jobs_by_lead on jobs (lead, state)",
        """
        create table captures (
            lead integer not null references leads (number),
            persona text not null,
            attempt integer not null,
            name text not null unique,
            run integer not null references runs (number),
            started_at text not null,
            capture text not null,
            verdict text,
            level integer,
            score integer,
            dossier text,
            failure text,
            primary key (lead, persona, attempt))
        """,
        """
        create table pages (
            lead integer not null,
            persona text not null,
            attempt integer not null,
            position integer not null,
            address text not null,
            page text not null,
            primary key (lead, persona, attempt, position),
            foreign key (lead, persona, attempt) references captures (lead, persona, attempt))
        """,
        """
        create table custody (
            sequence integer not null primary key,
            at text not null,
            actor text not null,
            action text not null,
            lead integer,
            subject text not null,
            sha256 text,
            previous text not null,
            hash text not null)
        """,
        "create index custody_by_lead on custody (lead, sequence)",
        // The last line again: without it, lines cut off at the end would not be missed.
        """
        create table custody_head (
            only integer not null primary key check (only = 1),
            sequence integer not null,
            hash text not null)
        """,
    ]
    /// Verdicts that later rules replaced: the custody line that names one can still be checked.
    private static let formerVerdicts = [
        """
        create table former_verdicts (
            name text not null references captures (name),
            sha256 text not null,
            verdict text not null,
            replaced_at text not null,
            primary key (name, sha256))
        """
    ]

    private static let registries = [
        // When each server of a registry was asked last, and may be asked again.
        """
        create table registry_servers (
            server text not null primary key,
            last_asked text not null,
            next_allowed text not null,
            left_alone integer not null)
        """,
        // What they answered, so that they are not asked the same twice in a day.
        """
        create table registry_answers (
            question text not null primary key,
            asked_at text not null,
            answer text not null)
        """,
        "create index registry_answers_by_time on registry_answers (asked_at)",
    ]

    // What the machine's clock said when the machine was started, and by how many seconds it was set
    // since; see ``SteadyClock``.
    private static let boots = [
        """
        create table boots (
            boot text not null primary key,
            origin real not null,
            ahead real not null)
        """
    ]

    /// Notices that were sent about a case.
    private static let notices = [
        """
        create table notices (
            number integer not null primary key,
            lead integer not null references leads (number),
            notice text not null)
        """,
        "create index notices_by_lead on notices (lead, number)",
    ]

    /// Names that were ever found in use, and how far a sweep of names is.
    private static let names = [
        """
        create table known_names (
            host text not null primary key,
            site text,
            shape text,
            state text not null,
            state_before_run text,
            run integer not null,
            changed_in integer,
            first_seen text not null,
            last_seen text not null,
            changed_at text not null)
        """,
        "create index known_names_by_change on known_names (changed_in)",
        """
        create table name_sweeps (
            run integer not null primary key,
            asked integer not null)
        """,
    ]

    /// How far each certificate-transparency log was read, what of it is missing, what it broke, and
    /// which of its certificates belong to leads.
    private static let certificateLogs = [
        """
        create table certificate_logs (
            id text not null primary key,
            position integer not null,
            log text not null)
        """,
        """
        create table certificate_gaps (
            number integer not null primary key,
            log text not null,
            first integer not null,
            last integer not null,
            entries integer not null,
            reason text not null,
            noted_at text not null)
        """,
        "create index certificate_gaps_by_log on certificate_gaps (log, last)",
        """
        create table certificate_findings (
            number integer not null primary key,
            log text not null,
            finding text not null)
        """,
        """
        create table certificate_sightings (
            number integer not null primary key,
            log text not null,
            entry integer not null,
            lead integer not null references leads (number),
            site text not null,
            name text not null,
            sighting text not null,
            unique (log, entry, lead))
        """,
        "create index certificate_sightings_by_lead on certificate_sightings (lead)",
        "create index certificate_sightings_by_site on certificate_sightings (site)",
    ]

    /// What is watched, what was seen of it, and what of that is still to be told.
    private static let watch = [
        // Up to when each schedule has had what it was owed.
        """
        create table watch_schedules (
            id text not null primary key,
            anchor text not null,
            blind integer not null default 0)
        """,
        // The one who watches.
        """
        create table watch_lease (
            only integer not null primary key check (only = 1),
            owner text not null,
            until text not null)
        """,
        """
        create table watch_runs (
            number integer not null primary key,
            schedule text not null,
            due text not null,
            missed integer not null,
            sweep integer not null references runs (number),
            started_at text not null,
            ended_at text,
            changes integer,
            report text)
        """,
        // What the visits of a run that is not over saw.
        """
        create table site_traits (
            run integer not null,
            lead integer not null,
            persona text not null,
            traits text not null,
            primary key (run, lead, persona))
        """,
        """
        create table watched_sites (
            lead integer not null primary key references leads (number),
            host text not null,
            phase text not null,
            silences integer not null,
            rest_until text,
            first_run integer not null,
            state text not null)
        """,
        "create index watched_sites_by_phase on watched_sites (phase, silences)",
        """
        create table site_marks (
            mark text not null,
            lead integer not null,
            primary key (mark, lead))
        """,
        "create index site_marks_by_lead on site_marks (lead)",
        // Pairs of sites that are known to be alike, the one that was known first before the other.
        """
        create table site_kin (
            former integer not null,
            lead integer not null,
            primary key (former, lead))
        """,
        """
        create table site_changes (
            number integer not null primary key,
            watch_run integer not null references watch_runs (number),
            lead integer not null,
            kind text not null,
            at text not null,
            change text not null)
        """,
        "create index site_changes_by_lead on site_changes (lead, number)",
        // Reports that are to be handed over, and what came of it.
        """
        create table outbox (
            number integer not null primary key,
            watch_run integer not null references watch_runs (number),
            destination text not null,
            state text not null,
            tries integer not null default 0,
            next_try text not null,
            reason text not null default '',
            sent_at text,
            unique (watch_run, destination))
        """,
        "create index outbox_by_state on outbox (state, next_try)",
    ]

    /// Two sweeps are never at one site at the same time, and keep its pause together.
    private static let politeTogether = [
        "alter table jobs add column site text",
        """
        update jobs set site = (select host from leads where leads.number = jobs.lead)
        where state in ('waiting', 'working')
        """,
        "create index jobs_at_work on jobs (site) where state = 'working'",
        // Until when nobody but its owner may send a request to a site or an address.
        """
        create table turns (
            place text not null primary key,
            owner text not null,
            until text not null)
        """,
    ]

    /// What the bureau's own sources answer is used again for as long as each of them says, and
    /// what analysts looked up by hand has its place; the bytes of files lie beside the database.
    private static let lookups = [
        "alter table registry_answers add column forget_at text",
        """
        create table attachments (
            number integer not null primary key,
            lead integer not null references leads (number),
            attachment text not null)
        """,
        "create index attachments_by_lead on attachments (lead, number)",
    ]
}
