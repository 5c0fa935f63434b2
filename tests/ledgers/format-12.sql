--
-- PostgreSQL database dump
--


-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: pincite; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA pincite;


--
-- Name: pincite_63133cad1800eb09; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA pincite_63133cad1800eb09;


--
-- Name: give_number(); Type: FUNCTION; Schema: pincite_63133cad1800eb09; Owner: -
--

CREATE FUNCTION pincite_63133cad1800eb09.give_number() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pincite_63133cad1800eb09'
    AS $$
BEGIN
    IF NEW.number IS NULL THEN
        INSERT INTO sequences VALUES (TG_TABLE_NAME, 1)
            ON CONFLICT (name) DO UPDATE SET seq = sequences.seq + 1
            RETURNING seq INTO NEW.number;
    ELSE
        INSERT INTO sequences VALUES (TG_TABLE_NAME, NEW.number)
            ON CONFLICT (name) DO UPDATE SET seq = greatest(sequences.seq, excluded.seq);
    END IF;
    RETURN NEW;
END $$;


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: collections; Type: TABLE; Schema: pincite; Owner: -
--

CREATE TABLE pincite.collections (
    id text NOT NULL,
    name text NOT NULL COLLATE pg_catalog."C",
    removed text DEFAULT ''::text NOT NULL
);


--
-- Name: facts; Type: TABLE; Schema: pincite; Owner: -
--

CREATE TABLE pincite.facts (
    key text NOT NULL,
    value text NOT NULL
);


--
-- Name: alerts; Type: TABLE; Schema: pincite_63133cad1800eb09; Owner: -
--

CREATE TABLE pincite_63133cad1800eb09.alerts (
    number bigint NOT NULL,
    id text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    words text NOT NULL COLLATE pg_catalog."C",
    feed_key text NOT NULL COLLATE pg_catalog."C",
    created text NOT NULL COLLATE pg_catalog."C",
    looked text NOT NULL COLLATE pg_catalog."C",
    reached bigint NOT NULL,
    checksum bytea NOT NULL
);


--
-- Name: all_documents; Type: TABLE; Schema: pincite_63133cad1800eb09; Owner: -
--

CREATE TABLE pincite_63133cad1800eb09.all_documents (
    id text NOT NULL COLLATE pg_catalog."C",
    version text NOT NULL COLLATE pg_catalog."C",
    title text NOT NULL COLLATE pg_catalog."C",
    source text NOT NULL COLLATE pg_catalog."C",
    author text NOT NULL COLLATE pg_catalog."C",
    published text NOT NULL COLLATE pg_catalog."C",
    publisher text NOT NULL COLLATE pg_catalog."C",
    origin_sha256 text NOT NULL COLLATE pg_catalog."C",
    characters bigint NOT NULL,
    passages bigint NOT NULL,
    added text NOT NULL COLLATE pg_catalog."C",
    headings text NOT NULL COLLATE pg_catalog."C",
    pages text NOT NULL COLLATE pg_catalog."C",
    hidden_characters bigint DEFAULT 0 NOT NULL,
    whole_history bigint DEFAULT 0 NOT NULL,
    checksum bytea DEFAULT '\x'::bytea NOT NULL,
    outline_checksum bytea DEFAULT '\x'::bytea NOT NULL,
    file_author text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    file_created text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    notes text DEFAULT '[]'::text NOT NULL COLLATE pg_catalog."C",
    reader bigint DEFAULT 1 NOT NULL,
    uncorrected text DEFAULT '{}'::text NOT NULL COLLATE pg_catalog."C",
    tags text DEFAULT '[]'::text NOT NULL COLLATE pg_catalog."C",
    tables text DEFAULT '[]'::text NOT NULL COLLATE pg_catalog."C",
    voices text DEFAULT '[]'::text NOT NULL COLLATE pg_catalog."C",
    layout_checksum bytea DEFAULT '\x'::bytea NOT NULL,
    language text DEFAULT 'en'::text NOT NULL COLLATE pg_catalog."C"
);


--
-- Name: all_originals; Type: TABLE; Schema: pincite_63133cad1800eb09; Owner: -
--

CREATE TABLE pincite_63133cad1800eb09.all_originals (
    document_id text NOT NULL COLLATE pg_catalog."C",
    origin_sha256 text NOT NULL COLLATE pg_catalog."C",
    media_type text NOT NULL COLLATE pg_catalog."C",
    data bytea NOT NULL,
    checksum bytea NOT NULL,
    rowid bigint NOT NULL
);


--
-- Name: all_originals_rowid_seq; Type: SEQUENCE; Schema: pincite_63133cad1800eb09; Owner: -
--

ALTER TABLE pincite_63133cad1800eb09.all_originals ALTER COLUMN rowid ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME pincite_63133cad1800eb09.all_originals_rowid_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: changes; Type: TABLE; Schema: pincite_63133cad1800eb09; Owner: -
--

CREATE TABLE pincite_63133cad1800eb09.changes (
    number bigint NOT NULL,
    made text NOT NULL COLLATE pg_catalog."C",
    who text NOT NULL COLLATE pg_catalog."C",
    what text NOT NULL COLLATE pg_catalog."C",
    document_id text NOT NULL COLLATE pg_catalog."C",
    subject text NOT NULL COLLATE pg_catalog."C",
    details text NOT NULL COLLATE pg_catalog."C",
    checksum bytea NOT NULL
);


--
-- Name: tombstones; Type: TABLE; Schema: pincite_63133cad1800eb09; Owner: -
--

CREATE TABLE pincite_63133cad1800eb09.tombstones (
    document_id text NOT NULL COLLATE pg_catalog."C"
);


--
-- Name: documents; Type: VIEW; Schema: pincite_63133cad1800eb09; Owner: -
--

CREATE VIEW pincite_63133cad1800eb09.documents AS
 SELECT all_documents.id,
    all_documents.version,
    all_documents.title,
    all_documents.source,
    all_documents.author,
    all_documents.published,
    all_documents.publisher,
    all_documents.origin_sha256,
    all_documents.characters,
    all_documents.passages,
    all_documents.added,
    all_documents.headings,
    all_documents.pages,
    all_documents.hidden_characters,
    all_documents.whole_history,
    all_documents.checksum,
    all_documents.outline_checksum,
    all_documents.file_author,
    all_documents.file_created,
    all_documents.notes,
    all_documents.reader,
    all_documents.uncorrected,
    all_documents.tags,
    all_documents.tables,
    all_documents.voices,
    all_documents.layout_checksum,
    all_documents.language
   FROM pincite_63133cad1800eb09.all_documents
  WHERE (NOT (EXISTS ( SELECT 1
           FROM pincite_63133cad1800eb09.tombstones
          WHERE (tombstones.document_id = all_documents.id))));


--
-- Name: earlier; Type: TABLE; Schema: pincite_63133cad1800eb09; Owner: -
--

CREATE TABLE pincite_63133cad1800eb09.earlier (
    number bigint NOT NULL,
    document_id text NOT NULL COLLATE pg_catalog."C",
    facts text NOT NULL COLLATE pg_catalog."C",
    checksum bytea NOT NULL
);


--
-- Name: epochs; Type: TABLE; Schema: pincite_63133cad1800eb09; Owner: -
--

CREATE TABLE pincite_63133cad1800eb09.epochs (
    document_id text NOT NULL COLLATE pg_catalog."C",
    epoch bigint NOT NULL,
    passages bigint NOT NULL,
    stems bigint NOT NULL,
    came bigint NOT NULL,
    stamp bigint NOT NULL
);


--
-- Name: files; Type: TABLE; Schema: pincite_63133cad1800eb09; Owner: -
--

CREATE TABLE pincite_63133cad1800eb09.files (
    key text NOT NULL COLLATE pg_catalog."C",
    document_id text NOT NULL COLLATE pg_catalog."C",
    size bigint,
    modified bigint,
    changed bigint,
    checksum bytea DEFAULT '\x'::bytea NOT NULL
);


--
-- Name: garbage; Type: TABLE; Schema: pincite_63133cad1800eb09; Owner: -
--

CREATE TABLE pincite_63133cad1800eb09.garbage (
    epoch bigint NOT NULL,
    since text NOT NULL COLLATE pg_catalog."C"
);


--
-- Name: held; Type: TABLE; Schema: pincite_63133cad1800eb09; Owner: -
--

CREATE TABLE pincite_63133cad1800eb09.held (
    epoch bigint NOT NULL,
    stems bytea NOT NULL
);


--
-- Name: jobs; Type: TABLE; Schema: pincite_63133cad1800eb09; Owner: -
--

CREATE TABLE pincite_63133cad1800eb09.jobs (
    number bigint NOT NULL,
    id text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    key text NOT NULL COLLATE pg_catalog."C",
    document_id text NOT NULL COLLATE pg_catalog."C",
    sha256 text NOT NULL COLLATE pg_catalog."C",
    size bigint NOT NULL,
    state text NOT NULL COLLATE pg_catalog."C",
    tries bigint NOT NULL,
    lease text NOT NULL COLLATE pg_catalog."C",
    code text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL COLLATE pg_catalog."C",
    created text NOT NULL COLLATE pg_catalog."C",
    changed text NOT NULL COLLATE pg_catalog."C",
    slow bigint DEFAULT 0 NOT NULL,
    replaced text COLLATE pg_catalog."C",
    who text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    language text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C"
);


--
-- Name: marks; Type: TABLE; Schema: pincite_63133cad1800eb09; Owner: -
--

CREATE TABLE pincite_63133cad1800eb09.marks (
    number bigint NOT NULL,
    id text NOT NULL COLLATE pg_catalog."C",
    question text NOT NULL COLLATE pg_catalog."C",
    searched text NOT NULL COLLATE pg_catalog."C",
    document_id text NOT NULL COLLATE pg_catalog."C",
    version text NOT NULL COLLATE pg_catalog."C",
    start bigint NOT NULL,
    stop bigint NOT NULL,
    confidence double precision NOT NULL,
    verdict text NOT NULL COLLATE pg_catalog."C",
    created text NOT NULL COLLATE pg_catalog."C",
    checksum bytea NOT NULL
);


--
-- Name: meta; Type: TABLE; Schema: pincite_63133cad1800eb09; Owner: -
--

CREATE TABLE pincite_63133cad1800eb09.meta (
    key text NOT NULL COLLATE pg_catalog."C",
    value text NOT NULL COLLATE pg_catalog."C"
);


--
-- Name: originals; Type: VIEW; Schema: pincite_63133cad1800eb09; Owner: -
--

CREATE VIEW pincite_63133cad1800eb09.originals AS
 SELECT all_originals.document_id,
    all_originals.origin_sha256,
    all_originals.media_type,
    all_originals.data,
    all_originals.checksum,
    all_originals.rowid
   FROM pincite_63133cad1800eb09.all_originals
  WHERE (NOT (EXISTS ( SELECT 1
           FROM pincite_63133cad1800eb09.tombstones
          WHERE (tombstones.document_id = all_originals.document_id))));


--
-- Name: pending; Type: TABLE; Schema: pincite_63133cad1800eb09; Owner: -
--

CREATE TABLE pincite_63133cad1800eb09.pending (
    number bigint NOT NULL,
    document_id text NOT NULL COLLATE pg_catalog."C",
    lease text NOT NULL COLLATE pg_catalog."C",
    begun text NOT NULL COLLATE pg_catalog."C"
);


--
-- Name: removals; Type: TABLE; Schema: pincite_63133cad1800eb09; Owner: -
--

CREATE TABLE pincite_63133cad1800eb09.removals (
    document_id text NOT NULL COLLATE pg_catalog."C"
);


--
-- Name: sequences; Type: TABLE; Schema: pincite_63133cad1800eb09; Owner: -
--

CREATE TABLE pincite_63133cad1800eb09.sequences (
    name text NOT NULL,
    seq bigint NOT NULL
);


--
-- Name: sightings; Type: TABLE; Schema: pincite_63133cad1800eb09; Owner: -
--

CREATE TABLE pincite_63133cad1800eb09.sightings (
    number bigint NOT NULL,
    alert text NOT NULL COLLATE pg_catalog."C",
    document_id text NOT NULL COLLATE pg_catalog."C",
    version text NOT NULL COLLATE pg_catalog."C",
    start bigint NOT NULL,
    stop bigint NOT NULL,
    found text NOT NULL COLLATE pg_catalog."C",
    checksum bytea NOT NULL
);


--
-- Name: spool; Type: TABLE; Schema: pincite_63133cad1800eb09; Owner: -
--

CREATE TABLE pincite_63133cad1800eb09.spool (
    job bigint NOT NULL,
    data bytea NOT NULL
);


--
-- Name: states; Type: TABLE; Schema: pincite_63133cad1800eb09; Owner: -
--

CREATE TABLE pincite_63133cad1800eb09.states (
    number bigint NOT NULL,
    token text NOT NULL COLLATE pg_catalog."C"
);


--
-- Name: terms; Type: TABLE; Schema: pincite_63133cad1800eb09; Owner: -
--

CREATE TABLE pincite_63133cad1800eb09.terms (
    term text NOT NULL COLLATE pg_catalog."C",
    passages bigint NOT NULL
);


--
-- Data for Name: collections; Type: TABLE DATA; Schema: pincite; Owner: -
--

INSERT INTO pincite.collections VALUES ('63133cad1800eb09', 'birds', '');


--
-- Data for Name: facts; Type: TABLE DATA; Schema: pincite; Owner: -
--

INSERT INTO pincite.facts VALUES ('format', '1');


--
-- Data for Name: alerts; Type: TABLE DATA; Schema: pincite_63133cad1800eb09; Owner: -
--

INSERT INTO pincite_63133cad1800eb09.alerts VALUES (1, '23a70c8a7fe2b572', 'question', 'When do owls hunt?', '5jyl4WdMfoMIb2Lj_H1si_zXVaZC5QL_', '2026-11-26T19:46:26+00:00', '2026-11-26T19:46:26+00:00', 11, '\x971ccdd14829a722');
INSERT INTO pincite_63133cad1800eb09.alerts VALUES (2, '4367f32b03a54d83', 'find', 'counting birds', 'BgESRNyOB6MBPh_iwVbTcO2gnGFmbnTT', '2026-11-26T19:46:26+00:00', '2026-11-26T19:46:26+00:00', 11, '\x5f0dad5f2b36bb18');


--
-- Data for Name: all_documents; Type: TABLE DATA; Schema: pincite_63133cad1800eb09; Owner: -
--

INSERT INTO pincite_63133cad1800eb09.all_documents VALUES ('urs22hfqkdh5v7klfe32jyi3hm', '08c8fda4ba600c9d26fe212265ca4059855bafaccfdadd67ddc42120f1a8f99e', 'On herons', 'papers/herons.md', 'Ann Reed', '2020-03-01', '', 'e7bef32745b858a031c54c05db6c73153ebfc097f57492320743bd2c5a272ff3', 73, 2, '2026-11-26T19:46:26+00:00', '[[1, "Wading", 0, 6], [2, "Counts", 39, 45]]', '[]', 0, 1, '\x22018ce4d9954c00', '\xe10b63f3fa66164b', '', '', '[]', 2, '{}', '[]', '[]', '[]', '\xaf2e3d4b4f9c1e40', 'en');
INSERT INTO pincite_63133cad1800eb09.all_documents VALUES ('hd5km6aco2ilei5jjbpevnycci', '3b292a87ad7bec08991e960f008c0d46741c86110ae07ec0104ccc3389eb7a06', 'owls', 'papers/owls.txt', 'Ann Reed', '2019-05', '', '3b292a87ad7bec08991e960f008c0d46741c86110ae07ec0104ccc3389eb7a06', 50, 1, '2026-11-26T19:46:26+00:00', '[]', '[]', 0, 1, '\xcf794bd8164632d8', '\xd276efb8df198bd2', '', '', '[]', 2, '{"author": "", "published": ""}', '["night"]', '[]', '[]', '\xd276efb8df198bd2', 'en');
INSERT INTO pincite_63133cad1800eb09.all_documents VALUES ('kzcmqxuklvqff2hhzhnxqo6z7y', 'f4e9bbff2f25edbd0f9fbbcd1a62f1a0b25801b98a9319f9fe2dd138ce180f64', 'Gulls', 'https://example.org/gulls', '', '', '', '0e657b5ab646fde4e60ca2644b79a99d81d7dcdcaa6c5daaad1bd2c4d10178dc', 42, 1, '2026-11-26T19:46:26+00:00', '[[1, "Gulls", 0, 5]]', '[]', 0, 1, '\xd3dec1c01c01f11d', '\x528b5136dfec4e0a', '', '', '[]', 2, '{}', '[]', '[]', '[]', '\xa7d2c26677d9450f', 'en');
INSERT INTO pincite_63133cad1800eb09.all_documents VALUES ('rcwk744thfkuwkubavxgjomrkw', '9f675ec9b28ea63ee975cd724fb43d45e34640861a4385d512efb63c9124af0f', 'Wrens', 'papers/wrens.pdf', '', '', '', '8f9428d02d04f10339431a64dea313e7e1a4285e4f6d0a23b654c9aa356171ce', 68, 2, '2026-11-26T19:46:26+00:00', '[]', '[[1, 0, 35], [2, 35, 68, "4", true]]', 0, 1, '\x6fb224451c5fd46a', '\xb4179a3364c9e1e0', 'Bo Lark', '2000-01-01', '["Page 2 was read by OCR and may have errors."]', 2, '{}', '[]', '[]', '[]', '\xed2295a23c14e2ea', 'en');
INSERT INTO pincite_63133cad1800eb09.all_documents VALUES ('tally', '6318260185f475502672f7ddbd8e8717b3ece20035ceeff030333a8e284d8a1f', 'Tally', 'papers/tally.docx', '', '', '', '', 67, 1, '2026-11-26T19:46:26+00:00', '[]', '[]', 0, 1, '\xd0c8c9fcd3c0f16c', '\xaf27415b7f8862f7', 'office-pc', '2021-02-03', '["2 hidden rows were left out."]', 2, '{}', '[]', '[[1,1,3,20,[0,18],[0,4,3,4,3,4,1,5,3,1,3,2,1,5,3,1,3,0]]]', '[]', '\x1b08de00d7fc7cba', 'en');
INSERT INTO pincite_63133cad1800eb09.all_documents VALUES ('reply', 'b5549f0ca0a8fd90126ce92700ed8a9af19a67f03e8f67e56c0045ca4314fda8', 'Re: crakes', 'papers/reply.eml', 'Ann Reed', '2022-05-02', '', '', 53, 2, '2026-11-26T19:46:26+00:00', '[]', '[]', 0, 1, '\x7ddb0c19fb110482', '\x9382709dcbd04d9e', '', '', '[]', 2, '{}', '[]', '[]', '[[12, 53, "Bo Lark", "2022-05-01"]]', '\xbbc6768cd4b01ae8', 'en');
INSERT INTO pincite_63133cad1800eb09.all_documents VALUES ('qja6eyafmlrgjtlx66fmt7tkip', '89541691d44fca3933887997f19add19b5a461001b4f1568c835431b8dc61106', 'finches', 'finches.txt', '', '', '', '89541691d44fca3933887997f19add19b5a461001b4f1568c835431b8dc61106', 19, 1, '2026-11-26T19:46:26+00:00', '[]', '[]', 0, 1, '\x53e96a16661a1a5d', '\x87fc75d8f9b35766', '', '', '[]', 2, '{}', '[]', '[]', '[]', '\x87fc75d8f9b35766', 'en');


--
-- Data for Name: all_originals; Type: TABLE DATA; Schema: pincite_63133cad1800eb09; Owner: -
--

INSERT INTO pincite_63133cad1800eb09.all_originals OVERRIDING SYSTEM VALUE VALUES ('rcwk744thfkuwkubavxgjomrkw', '8f9428d02d04f10339431a64dea313e7e1a4285e4f6d0a23b654c9aa356171ce', 'application/pdf', '\x255044462d312e330a25938c8b9e205265706f72744c61622047656e6572617465642050444620646f63756d656e7420286f70656e736f75726365290a312030206f626a0a3c3c0a2f4631203220302052202f46322033203020520a3e3e0a656e646f626a0a322030206f626a0a3c3c0a2f42617365466f6e74202f48656c766574696361202f456e636f64696e67202f57696e416e7369456e636f64696e67202f4e616d65202f4631202f53756274797065202f5479706531202f54797065202f466f6e740a3e3e0a656e646f626a0a332030206f626a0a3c3c0a2f42617365466f6e74202f54696d65732d526f6d616e202f456e636f64696e67202f57696e416e7369456e636f64696e67202f4e616d65202f4632202f53756274797065202f5479706531202f54797065202f466f6e740a3e3e0a656e646f626a0a342030206f626a0a3c3c0a2f436f6e74656e747320313020302052202f4d65646961426f78205b20302030203539352e32373536203834312e38383938205d202f506172656e74203920302052202f5265736f7572636573203c3c0a2f466f6e74203120302052202f50726f63536574205b202f504446202f54657874202f496d61676542202f496d61676543202f496d61676549205d0a3e3e202f526f746174652030202f5472616e73203c3c0a0a3e3e200a20202f54797065202f506167650a3e3e0a656e646f626a0a352030206f626a0a3c3c0a2f42697473506572436f6d706f6e656e742038202f436f6c6f725370616365202f44657669636547726179202f46696c746572205b202f415343494938354465636f6465202f466c6174654465636f6465205d202f486569676874203430202f4c656e677468203239202f53756274797065202f496d616765200a20202f54797065202f584f626a656374202f57696474682034300a3e3e0a73747265616d0a476172505f285e365b4227544057403046433e5521253f50442f637e3e656e6473747265616d0a656e646f626a0a362030206f626a0a3c3c0a2f436f6e74656e747320313120302052202f4d65646961426f78205b20302030203539352e32373536203834312e38383938205d202f506172656e74203920302052202f5265736f7572636573203c3c0a2f466f6e74203120302052202f50726f63536574205b202f504446202f54657874202f496d61676542202f496d61676543202f496d61676549205d202f584f626a656374203c3c0a2f466f726d586f622e66323431636561643234316266316438326330396433393138363963326332612035203020520a3e3e0a3e3e202f526f746174652030202f5472616e73203c3c0a0a3e3e200a20202f54797065202f506167650a3e3e0a656e646f626a0a372030206f626a0a3c3c0a2f506167654c6162656c7320313220302052202f506167654d6f6465202f5573654e6f6e65202f5061676573203920302052202f54797065202f436174616c6f670a3e3e0a656e646f626a0a382030206f626a0a3c3c0a2f417574686f722028426f204c61726b29202f4372656174696f6e446174652028443a32303030303130313030303030302b30302730302729202f43726561746f722028616e6f6e796d6f757329202f4b6579776f726473202829202f4d6f64446174652028443a32303030303130313030303030302b30302730302729202f50726f647563657220285265706f72744c616220504446204c696272617279202d205c286f70656e736f757263655c2929200a20202f5375626a6563742028756e73706563696669656429202f5469746c6520285772656e7329202f54726170706564202f46616c73650a3e3e0a656e646f626a0a392030206f626a0a3c3c0a2f436f756e742032202f4b696473205b203420302052203620302052205d202f54797065202f50616765730a3e3e0a656e646f626a0a31302030206f626a0a3c3c0a2f46696c746572205b202f415343494938354465636f6465202f466c6174654465636f6465205d202f4c656e677468203134300a3e3e0a73747265616d0a47617134485d2a613055274c67462b594c6d456e52213b2c5249365d3d2b24653e733238262d506e5f3b433a602142472b563c475767432d6830444f5d546d2b534c646168303161556a5243442c4749272270216d4735334c3839442d485450742f3b442a736464736b5d5f645c6e313a2f5a473046696b3e56495727374330245b6e634f71582b325c7e3e656e6473747265616d0a656e646f626a0a31312030206f626a0a3c3c0a2f46696c746572205b202f415343494938354465636f6465202f466c6174654465636f6465205d202f4c656e677468203139310a3e3e0a73747265616d0a476170404734562a2c75286b68595f4d4174284871412f2e2532394f75686e673a71372e43434b533d7047234051266e5a2c51484f3e3e4f4063676a703a754e49473643682523756b4c5f706b66483b4f235462425b64234850284f377230732d5352583b432d262b4f2223673f605e585b714e5e5a543865533a705c4f374f6f3f2c2d626a4f5774685951403f3149305a2b454c3e28343b2b4a3a4256494244215f2a25285531514924543f616c3f66386a2524482a47546d4f605f7e3e656e6473747265616d0a656e646f626a0a31322030206f626a0a3c3c0a2f4e756d73205b203120313320302052205d0a3e3e0a656e646f626a0a31332030206f626a0a3c3c0a2f53202f44202f537420340a3e3e0a656e646f626a0a787265660a302031340a303030303030303030302036353533352066200a30303030303030303631203030303030206e200a30303030303030313032203030303030206e200a30303030303030323039203030303030206e200a30303030303030333138203030303030206e200a30303030303030353232203030303030206e200a30303030303030373339203030303030206e200a30303030303031303036203030303030206e200a30303030303031303933203030303030206e200a30303030303031333439203030303030206e200a30303030303031343134203030303030206e200a30303030303031363435203030303030206e200a30303030303031393237203030303030206e200a30303030303031393638203030303030206e200a747261696c65720a3c3c0a2f4944200a5b3c38633639663163303434373933396137396336646632336430353861343833633e3c38633639663163303434373933396137396336646632336430353861343833633e5d0a25205265706f72744c61622067656e6572617465642050444620646f63756d656e74202d2d2064696765737420286f70656e736f75726365290a0a2f496e666f2038203020520a2f526f6f742037203020520a2f53697a652031340a3e3e0a7374617274787265660a323030320a2525454f460a', '\xdd5c4ae857efb676', 1);
INSERT INTO pincite_63133cad1800eb09.all_originals OVERRIDING SYSTEM VALUE VALUES ('qja6eyafmlrgjtlx66fmt7tkip', '89541691d44fca3933887997f19add19b5a461001b4f1568c835431b8dc61106', 'application/octet-stream', '\x46696e63686573206561742073656564732e0a', '\x5eddf02112cba32e', 2);


--
-- Data for Name: changes; Type: TABLE DATA; Schema: pincite_63133cad1800eb09; Owner: -
--

INSERT INTO pincite_63133cad1800eb09.changes VALUES (1, '2026-11-26T19:46:25+00:00', '', 'document_added', 'hd5km6aco2ilei5jjbpevnycci', '', '{}', '\x84eab64a63d7c88a');
INSERT INTO pincite_63133cad1800eb09.changes VALUES (2, '2026-11-26T19:46:26+00:00', '', 'document_added', 'urs22hfqkdh5v7klfe32jyi3hm', '', '{}', '\xed1cfe2ccde7d428');
INSERT INTO pincite_63133cad1800eb09.changes VALUES (3, '2026-11-26T19:46:26+00:00', '', 'document_replaced', 'hd5km6aco2ilei5jjbpevnycci', '', '{}', '\xf358a2553861f232');
INSERT INTO pincite_63133cad1800eb09.changes VALUES (4, '2026-11-26T19:46:26+00:00', '', 'document_added', 'kzcmqxuklvqff2hhzhnxqo6z7y', '', '{}', '\x3a5fa2c231b05b57');
INSERT INTO pincite_63133cad1800eb09.changes VALUES (5, '2026-11-26T19:46:26+00:00', '', 'document_added', 'rcwk744thfkuwkubavxgjomrkw', '', '{}', '\x40134986da953faa');
INSERT INTO pincite_63133cad1800eb09.changes VALUES (6, '2026-11-26T19:46:26+00:00', '', 'document_added', 'ef2magg6gm6i3se5u7l4q74nfr', '', '{}', '\x6f2024c6f66a7984');
INSERT INTO pincite_63133cad1800eb09.changes VALUES (7, '2026-11-26T19:46:26+00:00', '', 'document_added', 'tally', '', '{}', '\xf52134e11810c460');
INSERT INTO pincite_63133cad1800eb09.changes VALUES (8, '2026-11-26T19:46:26+00:00', '', 'document_added', 'reply', '', '{}', '\x1091b3786e9b4656');
INSERT INTO pincite_63133cad1800eb09.changes VALUES (9, '2026-11-26T19:46:26+00:00', 'ann', 'document_removed', 'ef2magg6gm6i3se5u7l4q74nfr', '', '{}', '\x79c690bb9bd4b994');
INSERT INTO pincite_63133cad1800eb09.changes VALUES (10, '2026-11-26T19:46:26+00:00', 'bo', 'document_corrected', 'hd5km6aco2ilei5jjbpevnycci', '', '{"fields": "author, published, tags"}', '\x9130bb4e31ac681b');
INSERT INTO pincite_63133cad1800eb09.changes VALUES (11, '2026-11-26T19:46:26+00:00', '', 'mark_added', 'hd5km6aco2ilei5jjbpevnycci', 'becd8b89df135f8f', '{}', '\x4ebea1a820045a69');
INSERT INTO pincite_63133cad1800eb09.changes VALUES (12, '2026-11-26T19:46:26+00:00', '', 'mark_added', 'hd5km6aco2ilei5jjbpevnycci', '0cc8efbc2fe7dc32', '{}', '\x25e312f7df53e01d');
INSERT INTO pincite_63133cad1800eb09.changes VALUES (13, '2026-11-26T19:46:26+00:00', '', 'alert_added', '', '23a70c8a7fe2b572', '{}', '\x940eb955ae67ce16');
INSERT INTO pincite_63133cad1800eb09.changes VALUES (14, '2026-11-26T19:46:26+00:00', '', 'alert_added', '', '4367f32b03a54d83', '{}', '\xb4706dad465c2905');
INSERT INTO pincite_63133cad1800eb09.changes VALUES (15, '2026-11-26T19:46:26+00:00', 'ann', 'upload_accepted', 'qja6eyafmlrgjtlx66fmt7tkip', '6kxw2zhsdyrcbzjold77rr4vla', '{"bytes": 19}', '\x74f082f32b14882c');
INSERT INTO pincite_63133cad1800eb09.changes VALUES (16, '2026-11-26T19:46:26+00:00', 'ann', 'document_added', 'qja6eyafmlrgjtlx66fmt7tkip', '', '{}', '\x338b82a1c331dba9');
INSERT INTO pincite_63133cad1800eb09.changes VALUES (17, '2026-11-26T19:46:26+00:00', 'ann', 'upload_accepted', 'qc7qiwg6pibcatpfeizmm4w3nq', 'b3nhdbwkag5pzvlocxch453ik4', '{"bytes": 21}', '\x421a9d528dbe5849');


--
-- Data for Name: earlier; Type: TABLE DATA; Schema: pincite_63133cad1800eb09; Owner: -
--

INSERT INTO pincite_63133cad1800eb09.earlier VALUES (1, 'hd5km6aco2ilei5jjbpevnycci', '["5cc8af0a0bf9a814fc1d8c0ec8a722b8b420e92130c62a935c37050d2e4dfa8e", {"title": "5ce33851ad68e2b5", "source": "3ade62e52946629f", "author": "f1111843e54f8cb1", "published": "d12a8821ca96b0e7", "publisher": "1730038ec027f792"}, [], []]', '\xd53d732fa4751acb');
INSERT INTO pincite_63133cad1800eb09.earlier VALUES (2, 'hd5km6aco2ilei5jjbpevnycci', '["3b292a87ad7bec08991e960f008c0d46741c86110ae07ec0104ccc3389eb7a06", {"title": "5ce33851ad68e2b5", "source": "3ade62e52946629f", "author": "f1111843e54f8cb1", "published": "d12a8821ca96b0e7", "publisher": "1730038ec027f792"}, [], []]', '\x65c458a98113a88a');


--
-- Data for Name: epochs; Type: TABLE DATA; Schema: pincite_63133cad1800eb09; Owner: -
--



--
-- Data for Name: files; Type: TABLE DATA; Schema: pincite_63133cad1800eb09; Owner: -
--

INSERT INTO pincite_63133cad1800eb09.files VALUES ('file:/srv/papers/owls.txt', 'hd5km6aco2ilei5jjbpevnycci', 50, 1, 2, '\x5e3049d8b2d0ebd4');
INSERT INTO pincite_63133cad1800eb09.files VALUES ('file:/srv/papers/herons.md', 'urs22hfqkdh5v7klfe32jyi3hm', 138, 1, 2, '\x6ff423c65dde2aae');
INSERT INTO pincite_63133cad1800eb09.files VALUES ('file:/srv/papers/saved/gulls.html', 'kzcmqxuklvqff2hhzhnxqo6z7y', 170, 1, 2, '\x22b9158500fdaa50');
INSERT INTO pincite_63133cad1800eb09.files VALUES ('file:/srv/papers/wrens.pdf', 'rcwk744thfkuwkubavxgjomrkw', 2495, 1, 2, '\xfb815bb14f87ac9e');
INSERT INTO pincite_63133cad1800eb09.files VALUES ('', 'qja6eyafmlrgjtlx66fmt7tkip', NULL, NULL, NULL, '\x0a3873c2e373fcb0');


--
-- Data for Name: garbage; Type: TABLE DATA; Schema: pincite_63133cad1800eb09; Owner: -
--



--
-- Data for Name: held; Type: TABLE DATA; Schema: pincite_63133cad1800eb09; Owner: -
--



--
-- Data for Name: jobs; Type: TABLE DATA; Schema: pincite_63133cad1800eb09; Owner: -
--

INSERT INTO pincite_63133cad1800eb09.jobs VALUES (1, '6kxw2zhsdyrcbzjold77rr4vla', 'finches.txt', 'upload:finches.txt', 'qja6eyafmlrgjtlx66fmt7tkip', '89541691d44fca3933887997f19add19b5a461001b4f1568c835431b8dc61106', 19, 'ready', 1, 'make', 'added', '', '2026-11-26T19:46:26.736372+00:00', '2026-11-26T19:46:26+00:00', 0, NULL, 'ann', '');
INSERT INTO pincite_63133cad1800eb09.jobs VALUES (2, 'b3nhdbwkag5pzvlocxch453ik4', 'terns.txt', 'upload:terns.txt', 'qc7qiwg6pibcatpfeizmm4w3nq', '1631ce8fc4a13840e4e6e42f7b8b982703ce7e5c3cbdad186b75b73d0fd2b9ce', 21, 'waiting', 0, '', '', '', '2026-11-26T19:46:26.861129+00:00', '2026-11-26T19:46:26+00:00', 0, NULL, 'ann', '');


--
-- Data for Name: marks; Type: TABLE DATA; Schema: pincite_63133cad1800eb09; Owner: -
--

INSERT INTO pincite_63133cad1800eb09.marks VALUES (1, 'becd8b89df135f8f', 'When do owls hunt?', 'When do owls hunt?', 'hd5km6aco2ilei5jjbpevnycci', '3b292a87ad7bec08991e960f008c0d46741c86110ae07ec0104ccc3389eb7a06', 0, 19, 0.75, 'answers', '2026-11-26T19:46:26+00:00', '\x0832ebbf40592024');
INSERT INTO pincite_63133cad1800eb09.marks VALUES (2, '0cc8efbc2fe7dc32', 'Who counts owls?', 'Who counts owls?', 'hd5km6aco2ilei5jjbpevnycci', '3b292a87ad7bec08991e960f008c0d46741c86110ae07ec0104ccc3389eb7a06', 20, 49, 0.75, 'does_not_answer', '2026-11-26T19:46:26+00:00', '\x91d0385f43884d5f');


--
-- Data for Name: meta; Type: TABLE DATA; Schema: pincite_63133cad1800eb09; Owner: -
--

INSERT INTO pincite_63133cad1800eb09.meta VALUES ('format', '12');
INSERT INTO pincite_63133cad1800eb09.meta VALUES ('analysis', '1 3.1.0');
INSERT INTO pincite_63133cad1800eb09.meta VALUES ('embedder', 'words@toy');


--
-- Data for Name: pending; Type: TABLE DATA; Schema: pincite_63133cad1800eb09; Owner: -
--



--
-- Data for Name: removals; Type: TABLE DATA; Schema: pincite_63133cad1800eb09; Owner: -
--

INSERT INTO pincite_63133cad1800eb09.removals VALUES ('ef2magg6gm6i3se5u7l4q74nfr');


--
-- Data for Name: sequences; Type: TABLE DATA; Schema: pincite_63133cad1800eb09; Owner: -
--

INSERT INTO pincite_63133cad1800eb09.sequences VALUES ('alerts', 2);
INSERT INTO pincite_63133cad1800eb09.sequences VALUES ('changes', 17);
INSERT INTO pincite_63133cad1800eb09.sequences VALUES ('earlier', 2);
INSERT INTO pincite_63133cad1800eb09.sequences VALUES ('jobs', 2);
INSERT INTO pincite_63133cad1800eb09.sequences VALUES ('marks', 2);
INSERT INTO pincite_63133cad1800eb09.sequences VALUES ('sightings', 4);
INSERT INTO pincite_63133cad1800eb09.sequences VALUES ('states', 11);


--
-- Data for Name: sightings; Type: TABLE DATA; Schema: pincite_63133cad1800eb09; Owner: -
--

INSERT INTO pincite_63133cad1800eb09.sightings VALUES (1, '23a70c8a7fe2b572', 'hd5km6aco2ilei5jjbpevnycci', '3b292a87ad7bec08991e960f008c0d46741c86110ae07ec0104ccc3389eb7a06', 0, 19, '', '\x50d37ecaa7cac5f6');
INSERT INTO pincite_63133cad1800eb09.sightings VALUES (2, '23a70c8a7fe2b572', 'hd5km6aco2ilei5jjbpevnycci', '3b292a87ad7bec08991e960f008c0d46741c86110ae07ec0104ccc3389eb7a06', 20, 49, '2026-11-26T19:46:26+00:00', '\x0bea7338e8f1a368');
INSERT INTO pincite_63133cad1800eb09.sightings VALUES (3, '4367f32b03a54d83', 'hd5km6aco2ilei5jjbpevnycci', '3b292a87ad7bec08991e960f008c0d46741c86110ae07ec0104ccc3389eb7a06', 0, 19, '', '\xb5682e44fc3fe2d5');
INSERT INTO pincite_63133cad1800eb09.sightings VALUES (4, '4367f32b03a54d83', 'hd5km6aco2ilei5jjbpevnycci', '3b292a87ad7bec08991e960f008c0d46741c86110ae07ec0104ccc3389eb7a06', 20, 49, '2026-11-26T19:46:26+00:00', '\xf71189dafcc51496');


--
-- Data for Name: spool; Type: TABLE DATA; Schema: pincite_63133cad1800eb09; Owner: -
--

INSERT INTO pincite_63133cad1800eb09.spool VALUES (2, '\x5465726e73206469766520666f7220666973682e0a');


--
-- Data for Name: states; Type: TABLE DATA; Schema: pincite_63133cad1800eb09; Owner: -
--

INSERT INTO pincite_63133cad1800eb09.states VALUES (1, '5e4095f994fdb915');
INSERT INTO pincite_63133cad1800eb09.states VALUES (2, 'bb2db506c255b9ff');
INSERT INTO pincite_63133cad1800eb09.states VALUES (3, '1a49f7a17a61f2f3');
INSERT INTO pincite_63133cad1800eb09.states VALUES (4, 'f3e79fbf409d81f2');
INSERT INTO pincite_63133cad1800eb09.states VALUES (5, '724aac8502cfc018');
INSERT INTO pincite_63133cad1800eb09.states VALUES (6, '1f289a41bc1f43ba');
INSERT INTO pincite_63133cad1800eb09.states VALUES (7, '1516bec8b8b3a392');
INSERT INTO pincite_63133cad1800eb09.states VALUES (8, '802a0b484303014c');
INSERT INTO pincite_63133cad1800eb09.states VALUES (9, 'bf8e58f8110ae919');
INSERT INTO pincite_63133cad1800eb09.states VALUES (10, 'd3105dffdd98c2e7');
INSERT INTO pincite_63133cad1800eb09.states VALUES (11, '5c6758bd90736ee9');


--
-- Data for Name: terms; Type: TABLE DATA; Schema: pincite_63133cad1800eb09; Owner: -
--



--
-- Data for Name: tombstones; Type: TABLE DATA; Schema: pincite_63133cad1800eb09; Owner: -
--



--
-- Name: all_originals_rowid_seq; Type: SEQUENCE SET; Schema: pincite_63133cad1800eb09; Owner: -
--

SELECT pg_catalog.setval('pincite_63133cad1800eb09.all_originals_rowid_seq', 2, true);


--
-- Name: collections collections_pkey; Type: CONSTRAINT; Schema: pincite; Owner: -
--

ALTER TABLE ONLY pincite.collections
    ADD CONSTRAINT collections_pkey PRIMARY KEY (id);


--
-- Name: facts facts_pkey; Type: CONSTRAINT; Schema: pincite; Owner: -
--

ALTER TABLE ONLY pincite.facts
    ADD CONSTRAINT facts_pkey PRIMARY KEY (key);


--
-- Name: alerts alerts_id_key; Type: CONSTRAINT; Schema: pincite_63133cad1800eb09; Owner: -
--

ALTER TABLE ONLY pincite_63133cad1800eb09.alerts
    ADD CONSTRAINT alerts_id_key UNIQUE (id);


--
-- Name: alerts alerts_pkey; Type: CONSTRAINT; Schema: pincite_63133cad1800eb09; Owner: -
--

ALTER TABLE ONLY pincite_63133cad1800eb09.alerts
    ADD CONSTRAINT alerts_pkey PRIMARY KEY (number);


--
-- Name: all_documents all_documents_pkey; Type: CONSTRAINT; Schema: pincite_63133cad1800eb09; Owner: -
--

ALTER TABLE ONLY pincite_63133cad1800eb09.all_documents
    ADD CONSTRAINT all_documents_pkey PRIMARY KEY (id);


--
-- Name: all_originals all_originals_pkey; Type: CONSTRAINT; Schema: pincite_63133cad1800eb09; Owner: -
--

ALTER TABLE ONLY pincite_63133cad1800eb09.all_originals
    ADD CONSTRAINT all_originals_pkey PRIMARY KEY (document_id);


--
-- Name: changes changes_pkey; Type: CONSTRAINT; Schema: pincite_63133cad1800eb09; Owner: -
--

ALTER TABLE ONLY pincite_63133cad1800eb09.changes
    ADD CONSTRAINT changes_pkey PRIMARY KEY (number);


--
-- Name: earlier earlier_pkey; Type: CONSTRAINT; Schema: pincite_63133cad1800eb09; Owner: -
--

ALTER TABLE ONLY pincite_63133cad1800eb09.earlier
    ADD CONSTRAINT earlier_pkey PRIMARY KEY (number);


--
-- Name: epochs epochs_epoch_key; Type: CONSTRAINT; Schema: pincite_63133cad1800eb09; Owner: -
--

ALTER TABLE ONLY pincite_63133cad1800eb09.epochs
    ADD CONSTRAINT epochs_epoch_key UNIQUE (epoch);


--
-- Name: epochs epochs_pkey; Type: CONSTRAINT; Schema: pincite_63133cad1800eb09; Owner: -
--

ALTER TABLE ONLY pincite_63133cad1800eb09.epochs
    ADD CONSTRAINT epochs_pkey PRIMARY KEY (document_id);


--
-- Name: files files_pkey; Type: CONSTRAINT; Schema: pincite_63133cad1800eb09; Owner: -
--

ALTER TABLE ONLY pincite_63133cad1800eb09.files
    ADD CONSTRAINT files_pkey PRIMARY KEY (key);


--
-- Name: garbage garbage_pkey; Type: CONSTRAINT; Schema: pincite_63133cad1800eb09; Owner: -
--

ALTER TABLE ONLY pincite_63133cad1800eb09.garbage
    ADD CONSTRAINT garbage_pkey PRIMARY KEY (epoch);


--
-- Name: held held_pkey; Type: CONSTRAINT; Schema: pincite_63133cad1800eb09; Owner: -
--

ALTER TABLE ONLY pincite_63133cad1800eb09.held
    ADD CONSTRAINT held_pkey PRIMARY KEY (epoch);


--
-- Name: jobs jobs_id_key; Type: CONSTRAINT; Schema: pincite_63133cad1800eb09; Owner: -
--

ALTER TABLE ONLY pincite_63133cad1800eb09.jobs
    ADD CONSTRAINT jobs_id_key UNIQUE (id);


--
-- Name: jobs jobs_pkey; Type: CONSTRAINT; Schema: pincite_63133cad1800eb09; Owner: -
--

ALTER TABLE ONLY pincite_63133cad1800eb09.jobs
    ADD CONSTRAINT jobs_pkey PRIMARY KEY (number);


--
-- Name: marks marks_id_key; Type: CONSTRAINT; Schema: pincite_63133cad1800eb09; Owner: -
--

ALTER TABLE ONLY pincite_63133cad1800eb09.marks
    ADD CONSTRAINT marks_id_key UNIQUE (id);


--
-- Name: marks marks_pkey; Type: CONSTRAINT; Schema: pincite_63133cad1800eb09; Owner: -
--

ALTER TABLE ONLY pincite_63133cad1800eb09.marks
    ADD CONSTRAINT marks_pkey PRIMARY KEY (number);


--
-- Name: meta meta_pkey; Type: CONSTRAINT; Schema: pincite_63133cad1800eb09; Owner: -
--

ALTER TABLE ONLY pincite_63133cad1800eb09.meta
    ADD CONSTRAINT meta_pkey PRIMARY KEY (key);


--
-- Name: pending pending_pkey; Type: CONSTRAINT; Schema: pincite_63133cad1800eb09; Owner: -
--

ALTER TABLE ONLY pincite_63133cad1800eb09.pending
    ADD CONSTRAINT pending_pkey PRIMARY KEY (number);


--
-- Name: removals removals_pkey; Type: CONSTRAINT; Schema: pincite_63133cad1800eb09; Owner: -
--

ALTER TABLE ONLY pincite_63133cad1800eb09.removals
    ADD CONSTRAINT removals_pkey PRIMARY KEY (document_id);


--
-- Name: sequences sequences_pkey; Type: CONSTRAINT; Schema: pincite_63133cad1800eb09; Owner: -
--

ALTER TABLE ONLY pincite_63133cad1800eb09.sequences
    ADD CONSTRAINT sequences_pkey PRIMARY KEY (name);


--
-- Name: sightings sightings_pkey; Type: CONSTRAINT; Schema: pincite_63133cad1800eb09; Owner: -
--

ALTER TABLE ONLY pincite_63133cad1800eb09.sightings
    ADD CONSTRAINT sightings_pkey PRIMARY KEY (number);


--
-- Name: spool spool_pkey; Type: CONSTRAINT; Schema: pincite_63133cad1800eb09; Owner: -
--

ALTER TABLE ONLY pincite_63133cad1800eb09.spool
    ADD CONSTRAINT spool_pkey PRIMARY KEY (job);


--
-- Name: states states_pkey; Type: CONSTRAINT; Schema: pincite_63133cad1800eb09; Owner: -
--

ALTER TABLE ONLY pincite_63133cad1800eb09.states
    ADD CONSTRAINT states_pkey PRIMARY KEY (number);


--
-- Name: terms terms_pkey; Type: CONSTRAINT; Schema: pincite_63133cad1800eb09; Owner: -
--

ALTER TABLE ONLY pincite_63133cad1800eb09.terms
    ADD CONSTRAINT terms_pkey PRIMARY KEY (term);


--
-- Name: tombstones tombstones_pkey; Type: CONSTRAINT; Schema: pincite_63133cad1800eb09; Owner: -
--

ALTER TABLE ONLY pincite_63133cad1800eb09.tombstones
    ADD CONSTRAINT tombstones_pkey PRIMARY KEY (document_id);


--
-- Name: collections_name; Type: INDEX; Schema: pincite; Owner: -
--

CREATE UNIQUE INDEX collections_name ON pincite.collections USING btree (lower(name)) WHERE (removed = ''::text);


--
-- Name: documents_language; Type: INDEX; Schema: pincite_63133cad1800eb09; Owner: -
--

CREATE INDEX documents_language ON pincite_63133cad1800eb09.all_documents USING btree (language);


--
-- Name: documents_origin; Type: INDEX; Schema: pincite_63133cad1800eb09; Owner: -
--

CREATE INDEX documents_origin ON pincite_63133cad1800eb09.all_documents USING btree (origin_sha256);


--
-- Name: documents_title; Type: INDEX; Schema: pincite_63133cad1800eb09; Owner: -
--

CREATE INDEX documents_title ON pincite_63133cad1800eb09.all_documents USING btree (title, id);


--
-- Name: earlier_document; Type: INDEX; Schema: pincite_63133cad1800eb09; Owner: -
--

CREATE INDEX earlier_document ON pincite_63133cad1800eb09.earlier USING btree (document_id);


--
-- Name: epochs_stamp; Type: INDEX; Schema: pincite_63133cad1800eb09; Owner: -
--

CREATE INDEX epochs_stamp ON pincite_63133cad1800eb09.epochs USING btree (stamp);


--
-- Name: files_document; Type: INDEX; Schema: pincite_63133cad1800eb09; Owner: -
--

CREATE INDEX files_document ON pincite_63133cad1800eb09.files USING btree (document_id);


--
-- Name: jobs_document; Type: INDEX; Schema: pincite_63133cad1800eb09; Owner: -
--

CREATE INDEX jobs_document ON pincite_63133cad1800eb09.jobs USING btree (document_id);


--
-- Name: jobs_state; Type: INDEX; Schema: pincite_63133cad1800eb09; Owner: -
--

CREATE INDEX jobs_state ON pincite_63133cad1800eb09.jobs USING btree (state, tries, number);


--
-- Name: marks_document; Type: INDEX; Schema: pincite_63133cad1800eb09; Owner: -
--

CREATE INDEX marks_document ON pincite_63133cad1800eb09.marks USING btree (document_id);


--
-- Name: sightings_alert; Type: INDEX; Schema: pincite_63133cad1800eb09; Owner: -
--

CREATE INDEX sightings_alert ON pincite_63133cad1800eb09.sightings USING btree (alert, version);


--
-- Name: sightings_document; Type: INDEX; Schema: pincite_63133cad1800eb09; Owner: -
--

CREATE INDEX sightings_document ON pincite_63133cad1800eb09.sightings USING btree (document_id);


--
-- Name: alerts numbers; Type: TRIGGER; Schema: pincite_63133cad1800eb09; Owner: -
--

CREATE TRIGGER numbers BEFORE INSERT ON pincite_63133cad1800eb09.alerts FOR EACH ROW EXECUTE FUNCTION pincite_63133cad1800eb09.give_number();


--
-- Name: changes numbers; Type: TRIGGER; Schema: pincite_63133cad1800eb09; Owner: -
--

CREATE TRIGGER numbers BEFORE INSERT ON pincite_63133cad1800eb09.changes FOR EACH ROW EXECUTE FUNCTION pincite_63133cad1800eb09.give_number();


--
-- Name: earlier numbers; Type: TRIGGER; Schema: pincite_63133cad1800eb09; Owner: -
--

CREATE TRIGGER numbers BEFORE INSERT ON pincite_63133cad1800eb09.earlier FOR EACH ROW EXECUTE FUNCTION pincite_63133cad1800eb09.give_number();


--
-- Name: jobs numbers; Type: TRIGGER; Schema: pincite_63133cad1800eb09; Owner: -
--

CREATE TRIGGER numbers BEFORE INSERT ON pincite_63133cad1800eb09.jobs FOR EACH ROW EXECUTE FUNCTION pincite_63133cad1800eb09.give_number();


--
-- Name: marks numbers; Type: TRIGGER; Schema: pincite_63133cad1800eb09; Owner: -
--

CREATE TRIGGER numbers BEFORE INSERT ON pincite_63133cad1800eb09.marks FOR EACH ROW EXECUTE FUNCTION pincite_63133cad1800eb09.give_number();


--
-- Name: pending numbers; Type: TRIGGER; Schema: pincite_63133cad1800eb09; Owner: -
--

CREATE TRIGGER numbers BEFORE INSERT ON pincite_63133cad1800eb09.pending FOR EACH ROW EXECUTE FUNCTION pincite_63133cad1800eb09.give_number();


--
-- Name: sightings numbers; Type: TRIGGER; Schema: pincite_63133cad1800eb09; Owner: -
--

CREATE TRIGGER numbers BEFORE INSERT ON pincite_63133cad1800eb09.sightings FOR EACH ROW EXECUTE FUNCTION pincite_63133cad1800eb09.give_number();


--
-- Name: states numbers; Type: TRIGGER; Schema: pincite_63133cad1800eb09; Owner: -
--

CREATE TRIGGER numbers BEFORE INSERT ON pincite_63133cad1800eb09.states FOR EACH ROW EXECUTE FUNCTION pincite_63133cad1800eb09.give_number();


--
-- Name: spool spool_job_fkey; Type: FK CONSTRAINT; Schema: pincite_63133cad1800eb09; Owner: -
--

ALTER TABLE ONLY pincite_63133cad1800eb09.spool
    ADD CONSTRAINT spool_job_fkey FOREIGN KEY (job) REFERENCES pincite_63133cad1800eb09.jobs(number) ON DELETE CASCADE;


--
-- PostgreSQL database dump complete
--


