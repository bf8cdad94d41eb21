-- A store as version 1 of its format left it. Never changed: it stands for the files that are out there.
PRAGMA journal_mode = WAL;
BEGIN;
CREATE TABLE command_sync (application INTEGER NOT NULL, scope TEXT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (application, scope)) STRICT;
INSERT INTO command_sync VALUES (700000000000000001, 'global', 'aa11');
INSERT INTO command_sync VALUES (700000000000000001, 'guild 700000000000000002', 'bb22');
CREATE TABLE delivery (channel INTEGER NOT NULL, day TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('reserved', 'sent')), nonce TEXT NOT NULL, reserved_at TEXT NOT NULL, sent_at TEXT, message INTEGER, PRIMARY KEY (channel, day)) STRICT;
INSERT INTO delivery VALUES (7, '2031-03-03', 'sent', 'n1', '2031-03-03T08:00:00.000123+00:00', '2031-03-03T08:00:01+00:00', 900000000000000001);
INSERT INTO delivery VALUES (7, '2031-03-04', 'reserved', 'n2', '2031-03-04T08:00:00+00:00', NULL, NULL);
CREATE TABLE told (channel INTEGER NOT NULL, fact TEXT NOT NULL, day TEXT NOT NULL, PRIMARY KEY (channel, fact)) STRICT;
INSERT INTO told VALUES (7, 'lamp-height', '2031-03-03');
INSERT INTO told VALUES (7, 'lamp-range', '2031-03-02');
PRAGMA user_version = 1;
COMMIT;
