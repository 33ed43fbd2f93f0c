CREATE TABLE alembic_version ( version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num) )

CREATE TABLE source ( id VARCHAR NOT NULL, path VARCHAR NOT NULL, kind VARCHAR NOT NULL, fidelity VARCHAR NOT NULL, site VARCHAR, sha256 VARCHAR NOT NULL, text TEXT NOT NULL, turns JSON NOT NULL, offsets JSON NOT NULL, notices JSON NOT NULL, attributes JSON NOT NULL, intake_key VARCHAR NOT NULL, coding_key VARCHAR, CONSTRAINT pk_source PRIMARY KEY (id) )

CREATE TABLE informant ( id VARCHAR NOT NULL, person VARCHAR NOT NULL, "group" VARCHAR NOT NULL, site VARCHAR, role VARCHAR, label VARCHAR, sources JSON NOT NULL, collective BOOLEAN NOT NULL, planned BOOLEAN NOT NULL, attributes JSON NOT NULL, survey VARCHAR, CONSTRAINT pk_informant PRIMARY KEY (id), CONSTRAINT fk_informant_survey FOREIGN KEY(survey) REFERENCES source (id) ON DELETE CASCADE )

CREATE TABLE segment ( id VARCHAR NOT NULL, source VARCHAR NOT NULL, ordinal INTEGER NOT NULL, turn INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, speaker VARCHAR, informant VARCHAR, role VARCHAR, "group" VARCHAR NOT NULL, site VARCHAR, question TEXT, time FLOAT, phase VARCHAR, CONSTRAINT pk_segment PRIMARY KEY (id), CONSTRAINT fk_segment_source FOREIGN KEY(source) REFERENCES source (id) ON DELETE CASCADE )

CREATE INDEX ix_segment_source ON segment (source, ordinal)

CREATE TABLE suggestion ( segment VARCHAR NOT NULL, code VARCHAR NOT NULL, score FLOAT NOT NULL, threshold FLOAT NOT NULL, matches JSON NOT NULL, evidence JSON NOT NULL, CONSTRAINT pk_suggestion PRIMARY KEY (segment, code), CONSTRAINT fk_suggestion_segment FOREIGN KEY(segment) REFERENCES segment (id) ON DELETE CASCADE )

CREATE TABLE decision ( id INTEGER NOT NULL, segment VARCHAR NOT NULL, segment_text TEXT NOT NULL, code VARCHAR NOT NULL, action VARCHAR NOT NULL, coder VARCHAR NOT NULL, pass VARCHAR NOT NULL, reason TEXT, at DATETIME NOT NULL, to_code VARCHAR, start INTEGER, "end" INTEGER, valence VARCHAR, uncertain BOOLEAN DEFAULT 0 NOT NULL, CONSTRAINT pk_decision PRIMARY KEY (id) )

CREATE INDEX ix_decision_segment ON decision (segment)

CREATE TABLE run ( id INTEGER NOT NULL, at DATETIME NOT NULL, record JSON NOT NULL, CONSTRAINT pk_run PRIMARY KEY (id) )

CREATE TRIGGER decision_no_update BEFORE UPDATE ON decision BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END

CREATE TRIGGER decision_no_delete BEFORE DELETE ON decision BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END

CREATE TABLE coder ( name VARCHAR NOT NULL, role VARCHAR NOT NULL, secret_sha256 VARCHAR NOT NULL, revoked BOOLEAN NOT NULL, at DATETIME NOT NULL, CONSTRAINT pk_coder PRIMARY KEY (name) )

CREATE TABLE assignment ( coder VARCHAR NOT NULL, segment VARCHAR NOT NULL, at DATETIME NOT NULL, CONSTRAINT pk_assignment PRIMARY KEY (coder, segment), CONSTRAINT fk_assignment_coder FOREIGN KEY(coder) REFERENCES coder (name) )

CREATE TABLE memo ( id INTEGER NOT NULL, target VARCHAR NOT NULL, ref VARCHAR NOT NULL, text TEXT NOT NULL, coder VARCHAR NOT NULL, at DATETIME NOT NULL, CONSTRAINT pk_memo PRIMARY KEY (id) )

CREATE INDEX ix_memo_target ON memo (target, ref)

CREATE TRIGGER memo_no_update BEFORE UPDATE ON memo BEGIN SELECT RAISE(ABORT, 'memos are append-only'); END

CREATE TRIGGER memo_no_delete BEFORE DELETE ON memo BEGIN SELECT RAISE(ABORT, 'memos are append-only'); END

INSERT INTO alembic_version (version_num) VALUES ('0002')
