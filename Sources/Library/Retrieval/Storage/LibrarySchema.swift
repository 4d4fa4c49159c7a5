// The tables of a library's one SQLite file, as named migrations in order. A migration that has shipped is never
// edited; a change is a new one below it.

internal import GRDB

/// Brings a library's file to the present schema.
enum LibrarySchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 documents and passages") { database in
            try database.execute(sql: documents)
            try database.execute(sql: passages)
        }
        migrator.registerMigration("2 fingerprints of documents") { database in
            // Of all terms in order; NULL in documents that were added before.
            try database.execute(sql: "ALTER TABLE document ADD COLUMN fingerprint INTEGER")
        }
        migrator.registerMigration("3 segments instead of FTS5") { database in
            try database.execute(sql: segments)
        }
        migrator.registerMigration("4 sources on the web") { database in
            try database.execute(sql: webSources)
        }
        return migrator
    }

    private static let documents = """
        CREATE TABLE source (
            id INTEGER PRIMARY KEY,
            address TEXT NOT NULL UNIQUE,           -- a folder, a file, or "uploads"
            kind TEXT NOT NULL CHECK (kind IN ('folder', 'file', 'uploads')),
            layer TEXT NOT NULL DEFAULT 'own' CHECK (layer IN ('own', 'author', 'reference', 'web')),
            added_at TEXT NOT NULL
        );
        CREATE TABLE document (
            id INTEGER PRIMARY KEY AUTOINCREMENT,   -- never used twice: marks in old answers must not open another text
            source_id INTEGER NOT NULL REFERENCES source(id) ON DELETE CASCADE,
            address TEXT NOT NULL UNIQUE,           -- the file's path
            folder TEXT NOT NULL,
            title TEXT NOT NULL,
            author TEXT,
            date TEXT,
            language TEXT,
            format TEXT NOT NULL,
            canonical_address TEXT,
            content_hash BLOB NOT NULL,             -- SHA-256 of the file
            file_size INTEGER NOT NULL,
            modified_at REAL NOT NULL,              -- of the file, in seconds since 1970
            added_at TEXT NOT NULL
        );
        CREATE INDEX document_by_source ON document(source_id);
        CREATE INDEX document_by_folder ON document(folder);
        CREATE INDEX document_by_hash ON document(content_hash);
        CREATE TABLE block (
            document_id INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,
            ordinal INTEGER NOT NULL,
            start INTEGER NOT NULL,                 -- UTF-8 offsets in the document's text
            end INTEGER NOT NULL CHECK (end > start),
            kind TEXT NOT NULL,                     -- JSON, as the next two
            headings TEXT NOT NULL,
            anchor TEXT NOT NULL,
            PRIMARY KEY (document_id, ordinal)
        ) WITHOUT ROWID;
        CREATE INDEX block_by_start ON block(document_id, start);
        CREATE TABLE page (
            document_id INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            width REAL NOT NULL,
            height REAL NOT NULL,
            words BLOB NOT NULL,                    -- see PageWords
            PRIMARY KEY (document_id, number)
        ) WITHOUT ROWID;
        """

    private static let passages = """
        CREATE TABLE passage (
            id INTEGER PRIMARY KEY,
            document_id INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,
            ordinal INTEGER NOT NULL,
            start INTEGER NOT NULL,                 -- UTF-8 offsets in the document's text
            end INTEGER NOT NULL CHECK (end > start),
            text TEXT NOT NULL,                     -- all passages of a document in order are its text
            headings TEXT NOT NULL,                 -- JSON
            language TEXT,
            fingerprint INTEGER NOT NULL,           -- SimHash: near-duplicates differ in few bits
            term_count INTEGER NOT NULL             -- of its body
        );
        CREATE UNIQUE INDEX passage_by_document ON passage(document_id, ordinal);
        CREATE TABLE statistic (                    -- one row, kept by the triggers: ranking needs it for every query
            id INTEGER PRIMARY KEY CHECK (id = 1),
            passage_count INTEGER NOT NULL,
            term_count INTEGER NOT NULL
        );
        INSERT INTO statistic VALUES (1, 0, 0);
        CREATE TRIGGER passage_added AFTER INSERT ON passage BEGIN
            UPDATE statistic SET passage_count = passage_count + 1, term_count = term_count + NEW.term_count;
        END;
        CREATE TRIGGER passage_removed AFTER DELETE ON passage BEGIN
            UPDATE statistic SET passage_count = passage_count - 1, term_count = term_count - OLD.term_count;
        END;
        """

    /// What FTS5 needed goes, tables that older libraries made on opening among it.
    private static let segments = """
        DROP TABLE IF EXISTS passage_vocabulary;
        DROP TABLE IF EXISTS passage_index;
        DROP TRIGGER passage_added;
        DROP TRIGGER passage_removed;
        DROP TABLE statistic;
        ALTER TABLE passage DROP COLUMN term_count;
        CREATE TABLE passage_index (                -- one row, once something was added
            id INTEGER PRIMARY KEY CHECK (id = 1),
            version INTEGER NOT NULL,               -- counts the changes
            manifest TEXT NOT NULL                  -- JSON: the segments that the index is made of
        );
        """

    // SQLite cannot change a CHECK: the table is made again. Foreign keys rest while a migration runs, so the documents
    // stay, and are compared at its end.
    private static let webSources = """
        CREATE TABLE source_of_all_kinds (
            id INTEGER PRIMARY KEY,
            address TEXT NOT NULL UNIQUE,           -- a folder, a file, "uploads", or where it lies on the web
            kind TEXT NOT NULL
                CHECK (kind IN ('folder', 'file', 'uploads', 'page', 'site', 'feed', 'repository', 'search')),
            layer TEXT NOT NULL DEFAULT 'own' CHECK (layer IN ('own', 'author', 'reference', 'web')),
            added_at TEXT NOT NULL
        );
        INSERT INTO source_of_all_kinds SELECT id, address, kind, layer, added_at FROM source;
        DROP TABLE source;
        ALTER TABLE source_of_all_kinds RENAME TO source;
        CREATE TABLE web_source (                   -- what else is known of a source on the web
            source_id INTEGER PRIMARY KEY REFERENCES source(id) ON DELETE CASCADE,
            depth INTEGER NOT NULL,                 -- how many links from its address a page may be
            page_limit INTEGER NOT NULL,
            interval REAL,                          -- seconds between visits; NULL for never again
            visited_at REAL,                        -- seconds since 1970
            due_at REAL,                            -- NULL for never
            failure_code TEXT,                      -- why the last visit failed as a whole
            failure_reason TEXT,
            failure_count INTEGER NOT NULL DEFAULT 0 -- visits that failed since one did not
        );
        CREATE TABLE web_page (                     -- each address that was asked for, whatever came of it
            source_id INTEGER NOT NULL REFERENCES source(id) ON DELETE CASCADE,
            address TEXT NOT NULL,
            document_address TEXT,                  -- of the document made of it, which may lie behind a redirect
            depth INTEGER NOT NULL,
            etag TEXT,
            last_modified TEXT,
            fetched_at REAL NOT NULL,
            failure_code TEXT,
            failure_reason TEXT,
            PRIMARY KEY (source_id, address)
        ) WITHOUT ROWID;
        """
}
