PRAGMA foreign_keys = OFF;
CREATE TABLE _sqlx_migrations (
    version BIGINT PRIMARY KEY,
    description TEXT NOT NULL,
    installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    success BOOLEAN NOT NULL,
    checksum BLOB NOT NULL,
    execution_time BIGINT NOT NULL
);
INSERT INTO _sqlx_migrations VALUES (1, 'responses', '2026-11-22 05:55:35', 1, X'9921C7BF23A8714F1A8D4DCA25E785FA81C54EB4944E1642B9A81FED1F1F24AAA2929264EF2EC2564D5F8DCA09F43D6E', 7007235);
INSERT INTO _sqlx_migrations VALUES (2, 'sealed', '2026-11-22 05:55:35', 1, X'EB7330F6D14E02997DAA48836C89FF3372BB2D036EC38E3E1600F06D2DCEDF7900869F4FF35DE50EFF490AD08E1197D4', 2391641);
INSERT INTO _sqlx_migrations VALUES (3, 'devices', '2026-11-22 05:55:35', 1, X'ED931EB00924BB4DF894B3686A339E2C141F01C075B690C8CB6B3588AAE10FB4BB63626669C0EAC94DB1736E90AC8DC9', 1189085);
CREATE TABLE settings (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;
INSERT INTO settings VALUES ('code_key', X'0505050505050505050505050505050505050505050505050505050505050505');
CREATE TABLE revisions (
    survey         TEXT NOT NULL,
    revision       TEXT NOT NULL,
    canonical_json TEXT NOT NULL,
    published_at   TEXT NOT NULL,
    PRIMARY KEY (survey, revision)
) STRICT;
INSERT INTO revisions VALUES ('garden-letters', 'fac318ebf4bd7735f93d0aebe24f672269d087c9e2957adab5da762aece270bd', '{"frame":"random_sample","id":"garden-letters","period":{"closes":"2027-01-15","opens":"2026-12-01"},"questionnaire":{"choice_sets":{"often":{"choices":[{"code":"weekly","text":{"en":"Every week","ja":"毎週","ja-easy":"{毎週|まいしゅう}"}},{"code":"rarely","text":{"en":"Now and then","ja":"たまに","ja-easy":"たまに"}}],"positive":["weekly"]}},"edition":"1","id":"garden","languages":["ja","ja-easy","en"],"opening":{"handling":{"en":"Only totals are published.","ja":"統計としてまとめます。","ja-easy":"まとめて {発表|はっぴょう}します。"},"office":{"en":"In charge: {contact}","ja":"担当：{contact}","ja-easy":"{担当|たんとう}：{contact}"},"paper":{"en":"You can also answer on paper.","ja":"紙でも答えられます。","ja-easy":"{紙|かみ}でも {答|こた}えられます。"},"purpose":{"en":"This helps to improve the gardens of {ward}.","ja":"{ward}の公園をよくするために行います。","ja-easy":"{ward}の {公園|こうえん}を よくするための アンケートです。"}},"sections":[{"id":"visits","questions":[{"answer":{"one":{"choices":[{"code":"yes","text":{"en":"Yes","ja":"はい","ja-easy":"はい"}},{"code":"no","text":{"en":"No","ja":"いいえ","ja-easy":"いいえ"}}]}},"id":"visited","need":"required","text":{"en":"Did you visit the garden?","ja":"公園に行きましたか。","ja-easy":"{公園|こうえん}に {行|い}きましたか。"}},{"answer":{"one":{"choice_set":"often"}},"ask_when":{"chose":{"choice":"yes","question":"visited"}},"id":"often","text":{"en":"How often?","ja":"どのくらい行きますか。","ja-easy":"どのくらい {行|い}きますか。"}},{"answer":{"number":{"max":120,"min":0}},"id":"age","text":{"en":"How old are you?","ja":"何歳ですか。","ja-easy":"{何歳|なんさい}ですか。"}},{"answer":{"text":{"characters_max":20}},"id":"words","need":"optional","text":{"en":"Anything else?","ja":"ひとこと","ja-easy":"ひとこと"}}],"title":{"en":"The garden","ja":"公園","ja-easy":"{公園|こうえん}"}}],"title":{"en":"The garden survey","ja":"公園の調査","ja-easy":"{公園|こうえん}の アンケート"},"ward_question":{"en":"In which ward do you live?","ja":"お住まいの区はどこですか。","ja-easy":"どの {区|く}に {住|す}んでいますか。"}},"slots":{"contact":{"en":"the ward office","ja":"区役所","ja-easy":"{区役所|くやくしょ}"},"ward":{"en":"each ward","ja":"各区","ja-easy":"{各区|かくく}"}},"title":{"en":"Garden survey <garden-letters>","ja":"公園アンケート（garden-letters）","ja-easy":"{公園|こうえん}アンケート"},"wards":{"271080":{"name":{"en":"Taisho Ward","ja":"大正区","ja-easy":"{大正区|たいしょうく}"},"slots":{"contact":{"en":"Taisho Ward Office","ja":"大正区役所","ja-easy":"{大正区役所|たいしょうくやくしょ}"},"lac_local_name":{"en":"Local Activity Council","ja":"地域活動協議会","ja-easy":"{地域活動協議会|ちいきかつどうきょうぎかい}"},"ward":{"en":"Taisho Ward","ja":"大正区","ja-easy":"{大正区|たいしょうく}"}}},"271098":{"name":{"en":"Tennoji Ward","ja":"天王寺区","ja-easy":"{天王寺区|てんのうじく}"},"slots":{"contact":{"en":"Tennoji Ward Office","ja":"天王寺区役所","ja-easy":"{天王寺区役所|てんのうじくやくしょ}"},"lac_local_name":{"en":"Local Activity Council","ja":"地域活動協議会","ja-easy":"{地域活動協議会|ちいきかつどうきょうぎかい}"},"ward":{"en":"Tennoji Ward","ja":"天王寺区","ja-easy":"{天王寺区|てんのうじく}"}}}}}', '2026-11-22T05:55:00Z');
INSERT INTO revisions VALUES ('garden-visitors', '342c72aeb327e0236b808c909829b49f208bb8eb232eff3b5f3d125bfb66967d', '{"embed_origins":["https://www.city.osaka.lg.jp"],"frame":"self_selected_on_site","id":"garden-visitors","period":{"closes":"2027-01-15","opens":"2026-12-01"},"questionnaire":{"choice_sets":{"often":{"choices":[{"code":"weekly","text":{"en":"Every week","ja":"毎週","ja-easy":"{毎週|まいしゅう}"}},{"code":"rarely","text":{"en":"Now and then","ja":"たまに","ja-easy":"たまに"}}],"positive":["weekly"]}},"edition":"1","id":"garden","languages":["ja","ja-easy","en"],"opening":{"handling":{"en":"Only totals are published.","ja":"統計としてまとめます。","ja-easy":"まとめて {発表|はっぴょう}します。"},"office":{"en":"In charge: {contact}","ja":"担当：{contact}","ja-easy":"{担当|たんとう}：{contact}"},"paper":{"en":"You can also answer on paper.","ja":"紙でも答えられます。","ja-easy":"{紙|かみ}でも {答|こた}えられます。"},"purpose":{"en":"This helps to improve the gardens of {ward}.","ja":"{ward}の公園をよくするために行います。","ja-easy":"{ward}の {公園|こうえん}を よくするための アンケートです。"}},"sections":[{"id":"visits","questions":[{"answer":{"one":{"choices":[{"code":"yes","text":{"en":"Yes","ja":"はい","ja-easy":"はい"}},{"code":"no","text":{"en":"No","ja":"いいえ","ja-easy":"いいえ"}}]}},"id":"visited","need":"required","text":{"en":"Did you visit the garden?","ja":"公園に行きましたか。","ja-easy":"{公園|こうえん}に {行|い}きましたか。"}},{"answer":{"one":{"choice_set":"often"}},"ask_when":{"chose":{"choice":"yes","question":"visited"}},"id":"often","text":{"en":"How often?","ja":"どのくらい行きますか。","ja-easy":"どのくらい {行|い}きますか。"}},{"answer":{"number":{"max":120,"min":0}},"id":"age","text":{"en":"How old are you?","ja":"何歳ですか。","ja-easy":"{何歳|なんさい}ですか。"}},{"answer":{"text":{"characters_max":20}},"id":"words","need":"optional","text":{"en":"Anything else?","ja":"ひとこと","ja-easy":"ひとこと"}}],"title":{"en":"The garden","ja":"公園","ja-easy":"{公園|こうえん}"}}],"title":{"en":"The garden survey","ja":"公園の調査","ja-easy":"{公園|こうえん}の アンケート"},"ward_question":{"en":"In which ward do you live?","ja":"お住まいの区はどこですか。","ja-easy":"どの {区|く}に {住|す}んでいますか。"}},"slots":{"contact":{"en":"the ward office","ja":"区役所","ja-easy":"{区役所|くやくしょ}"},"ward":{"en":"each ward","ja":"各区","ja-easy":"{各区|かくく}"}},"title":{"en":"Garden survey <garden-visitors>","ja":"公園アンケート（garden-visitors）","ja-easy":"{公園|こうえん}アンケート"},"wards":{"271080":{"name":{"en":"Taisho Ward","ja":"大正区","ja-easy":"{大正区|たいしょうく}"},"slots":{"contact":{"en":"Taisho Ward Office","ja":"大正区役所","ja-easy":"{大正区役所|たいしょうくやくしょ}"},"lac_local_name":{"en":"Local Activity Council","ja":"地域活動協議会","ja-easy":"{地域活動協議会|ちいきかつどうきょうぎかい}"},"ward":{"en":"Taisho Ward","ja":"大正区","ja-easy":"{大正区|たいしょうく}"}}}}}', '2026-11-22T05:55:00Z');
CREATE TABLE surveys (
    survey     TEXT PRIMARY KEY,
    state      TEXT NOT NULL,
    revision   TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    FOREIGN KEY (survey, revision) REFERENCES revisions (survey, revision)
) STRICT;
INSERT INTO surveys VALUES ('garden-letters', 'closed', 'fac318ebf4bd7735f93d0aebe24f672269d087c9e2957adab5da762aece270bd', '2026-11-22T05:55:00Z');
INSERT INTO surveys VALUES ('garden-visitors', 'closed', '342c72aeb327e0236b808c909829b49f208bb8eb232eff3b5f3d125bfb66967d', '2026-11-22T05:55:00Z');
CREATE TABLE codes (
    survey    TEXT NOT NULL,
    code_hash BLOB NOT NULL,
    ward      TEXT NOT NULL,
    used_by   TEXT,
    PRIMARY KEY (survey, code_hash)
) STRICT;
INSERT INTO codes VALUES ('garden-letters', X'0000000000000000000000000000000000000000000000000000000000000000', '271080', '00000000-0002-4000-8000-000000000000');
INSERT INTO codes VALUES ('garden-letters', X'0101010101010101010101010101010101010101010101010101010101010101', '271080', '00000000-0004-4000-8000-000000000000');
INSERT INTO codes VALUES ('garden-letters', X'0202020202020202020202020202020202020202020202020202020202020202', '271080', NULL);
INSERT INTO codes VALUES ('garden-letters', X'0303030303030303030303030303030303030303030303030303030303030303', '271080', NULL);
CREATE TABLE responses (
    survey       TEXT NOT NULL,
    id           TEXT NOT NULL,
    revision     TEXT NOT NULL,
    ward         TEXT NOT NULL,
    stored       TEXT NOT NULL CHECK (stored IN ('counted', 'rehearsal', 'aside')),
    reason       TEXT CHECK (reason IN ('code_used', 'late')),
    beside       TEXT,
    content_hash BLOB NOT NULL,
    receipt_hash TEXT NOT NULL,
    body         TEXT NOT NULL,
    received_at  TEXT NOT NULL, sealed_through TEXT
    CHECK (sealed_through IN ('web', 'kiosk', 'field', 'plain', 'paper')),
    PRIMARY KEY (survey, id),
    FOREIGN KEY (survey, revision) REFERENCES revisions (survey, revision),
    CHECK ((stored = 'aside') = (reason IS NOT NULL))
) STRICT;
INSERT INTO responses VALUES ('garden-letters', '00000000-0001-4000-8000-000000000000', 'fac318ebf4bd7735f93d0aebe24f672269d087c9e2957adab5da762aece270bd', '271080', 'rehearsal', NULL, NULL, X'B3888595E67C5818D4043EC26272E20F6B931AD2265CC5B597EDE9934176C310', '0000000000000000000000000000000000000000000000000000000000000001', '{"answers":{}}', '2026-12-02T01:04:00Z', NULL);
INSERT INTO responses VALUES ('garden-letters', '00000000-0002-4000-8000-000000000000', 'fac318ebf4bd7735f93d0aebe24f672269d087c9e2957adab5da762aece270bd', '271080', 'counted', NULL, NULL, X'B3888595E67C5818D4043EC26272E20F6B931AD2265CC5B597EDE9934176C310', '0000000000000000000000000000000000000000000000000000000000000002', '{"answers":{}}', '2026-12-02T01:04:00Z', NULL);
INSERT INTO responses VALUES ('garden-letters', '00000000-0003-4000-8000-000000000000', 'fac318ebf4bd7735f93d0aebe24f672269d087c9e2957adab5da762aece270bd', '271080', 'aside', 'code_used', '00000000-0002-4000-8000-000000000000', X'B3888595E67C5818D4043EC26272E20F6B931AD2265CC5B597EDE9934176C310', '0000000000000000000000000000000000000000000000000000000000000003', '{"answers":{}}', '2026-12-02T01:04:00Z', NULL);
INSERT INTO responses VALUES ('garden-letters', '00000000-0004-4000-8000-000000000000', 'fac318ebf4bd7735f93d0aebe24f672269d087c9e2957adab5da762aece270bd', '271080', 'counted', NULL, NULL, X'B3888595E67C5818D4043EC26272E20F6B931AD2265CC5B597EDE9934176C310', '0000000000000000000000000000000000000000000000000000000000000004', '{"answers":{}}', '2026-12-02T01:04:00Z', NULL);
INSERT INTO responses VALUES ('garden-visitors', '00000000-0001-4000-8000-000000000000', '342c72aeb327e0236b808c909829b49f208bb8eb232eff3b5f3d125bfb66967d', '271080', 'counted', NULL, NULL, X'7F96549273289BE89EFE0FF6DBCB6AA16AB5BCFB1F940053F062393D2718FE3D', '0000000000000000000000000000000000000000000000000000000000000001', '{"answers":{"age":1,"words":"𠮷 きれい🌸 \\ '' \u0000"}}', '2026-12-02T01:04:00Z', NULL);
INSERT INTO responses VALUES ('garden-visitors', '00000000-0002-4000-8000-000000000000', '342c72aeb327e0236b808c909829b49f208bb8eb232eff3b5f3d125bfb66967d', '271080', 'counted', NULL, NULL, X'5ACE13C5035B210CA05AD68C473E797208AB64830DB063C54D2E88A5380DFD20', '0000000000000000000000000000000000000000000000000000000000000002', '{"answers":{"age":2,"words":"𠮷 きれい🌸 \\ '' \u0000"}}', '2026-12-02T01:04:00Z', NULL);
INSERT INTO responses VALUES ('garden-visitors', '00000000-0003-4000-8000-000000000000', '342c72aeb327e0236b808c909829b49f208bb8eb232eff3b5f3d125bfb66967d', '271080', 'counted', NULL, NULL, X'2CEB8CC419946FFD874A71967393DB0D8E2662674C08CC16405E6BC572F60BCC', '0000000000000000000000000000000000000000000000000000000000000003', '{"answers":{"age":3,"words":"𠮷 きれい🌸 \\ '' \u0000"}}', '2026-12-02T01:04:00Z', NULL);
INSERT INTO responses VALUES ('garden-visitors', '00000000-0000-4000-8000-000000000000', '342c72aeb327e0236b808c909829b49f208bb8eb232eff3b5f3d125bfb66967d', '271080', 'counted', NULL, NULL, X'B3888595E67C5818D4043EC26272E20F6B931AD2265CC5B597EDE9934176C310', '0000000000000000000000000000000000000000000000000000000000000000', '{"answers":{}}', '2026-12-02T01:04:00Z', NULL);
INSERT INTO responses VALUES ('garden-visitors', '00000000-0004-4000-8000-000000000000', '342c72aeb327e0236b808c909829b49f208bb8eb232eff3b5f3d125bfb66967d', '271080', 'counted', NULL, NULL, X'918D8C2BA95981E949A75E239889C848B3BE917CDC07EC7F6DF4BA803265839B', '0000000000000000000000000000000000000000000000000000000000000004', '{"answers":{"age":4,"words":"𠮷 きれい🌸 \\ '' \u0000"}}', '2026-12-02T01:04:00Z', NULL);
INSERT INTO responses VALUES ('garden-visitors', '00000000-0005-4000-8000-000000000000', '342c72aeb327e0236b808c909829b49f208bb8eb232eff3b5f3d125bfb66967d', '271080', 'counted', NULL, NULL, X'92F8A8CD575B3C88A6DFB11510C17A84D4E83168A1BE2D2CC134439BD2922CA2', '0000000000000000000000000000000000000000000000000000000000000005', '{"answers":{"age":5,"words":"𠮷 きれい🌸 \\ '' \u0000"}}', '2026-12-02T01:04:00Z', NULL);
INSERT INTO responses VALUES ('garden-visitors', '00000000-0009-4000-8000-000000000000', '342c72aeb327e0236b808c909829b49f208bb8eb232eff3b5f3d125bfb66967d', '271080', 'counted', NULL, NULL, X'30094E92D5B7718070584782433B8DB567A89A62A09E355B879806C19AD6BF82', '0000000000000000000000000000000000000000000000000000000000000009', '{"ciphertext":"x"}', '2026-12-02T01:04:00Z', 'field');
INSERT INTO responses VALUES ('garden-letters', '00000000-0005-4000-8000-000000000000', 'fac318ebf4bd7735f93d0aebe24f672269d087c9e2957adab5da762aece270bd', '271080', 'aside', 'late', NULL, X'B3888595E67C5818D4043EC26272E20F6B931AD2265CC5B597EDE9934176C310', '0000000000000000000000000000000000000000000000000000000000000005', '{"answers":{}}', '2026-12-02T01:04:00Z', NULL);
INSERT INTO responses VALUES ('garden-letters', '00000000-0006-4000-8000-000000000000', 'fac318ebf4bd7735f93d0aebe24f672269d087c9e2957adab5da762aece270bd', '271080', 'aside', 'code_used', '00000000-0004-4000-8000-000000000000', X'B3888595E67C5818D4043EC26272E20F6B931AD2265CC5B597EDE9934176C310', '0000000000000000000000000000000000000000000000000000000000000006', '{"answers":{}}', '2026-12-02T01:04:00Z', NULL);
CREATE TABLE conflicts (
    survey       TEXT NOT NULL,
    id           TEXT NOT NULL,
    content_hash BLOB NOT NULL,
    body         TEXT NOT NULL,
    received_at  TEXT NOT NULL, sealed_through TEXT
    CHECK (sealed_through IN ('web', 'kiosk', 'field', 'plain', 'paper')),
    PRIMARY KEY (survey, id, content_hash),
    FOREIGN KEY (survey, id) REFERENCES responses (survey, id)
) STRICT;
INSERT INTO conflicts VALUES ('garden-visitors', '00000000-0001-4000-8000-000000000000', X'B3888595E67C5818D4043EC26272E20F6B931AD2265CC5B597EDE9934176C310', '{"answers":{}}', '2026-12-02T01:04:00Z', NULL);
INSERT INTO conflicts VALUES ('garden-visitors', '00000000-0002-4000-8000-000000000000', X'B3888595E67C5818D4043EC26272E20F6B931AD2265CC5B597EDE9934176C310', '{"answers":{}}', '2026-12-02T01:04:00Z', NULL);
CREATE TABLE devices (
    device          TEXT PRIMARY KEY,
    mode            TEXT NOT NULL CHECK (mode IN ('kiosk', 'field')),
    name            TEXT NOT NULL,
    ward            TEXT NOT NULL,
    surveys         TEXT NOT NULL,
    idle_s          INTEGER NOT NULL,
    enrolment_hash  BLOB NOT NULL UNIQUE,
    enrolment_until TEXT NOT NULL,
    token_hash      BLOB UNIQUE,
    added_at        TEXT NOT NULL,
    enrolled_at     TEXT,
    revoked_at      TEXT,
    report          TEXT,
    reported_at     TEXT
) STRICT;
INSERT INTO devices VALUES ('d1', 'kiosk', '1F 窓口', '271080', '["garden-visitors"]', 90, X'0101010101010101010101010101010101010101010101010101010101010101', '2026-11-22T05:55:00Z', X'0303030303030303030303030303030303030303030303030303030303030303', '2026-11-22T05:55:00Z', '2026-11-22T05:55:00Z', NULL, NULL, NULL);
INSERT INTO devices VALUES ('d2', 'field', '1F 窓口', '271080', '["garden-visitors"]', 90, X'0202020202020202020202020202020202020202020202020202020202020202', '2026-11-22T05:55:00Z', NULL, '2026-11-22T05:55:00Z', NULL, '2026-11-22T05:55:00Z', NULL, NULL);
CREATE INDEX responses_by_receipt ON responses (survey, receipt_hash);
