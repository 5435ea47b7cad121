//! The real office program on a database file of its own.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout};

use super::folder::{self, Folder};
use super::provider::SECRET;
use super::site;
use super::until::until;
use super::{EVERY_KIND, RESIDENTS, VISITORS, handed};

/// What the program prints.
type Said = Lines<BufReader<ChildStdout>>;

/// One collector: its program, its data, its port.
pub(crate) struct Office {
    folder: Folder,
    content: PathBuf,
    /// The build of the page that it gives out.
    site: PathBuf,
    /// Where people reach it, if it was told.
    public_origin: Option<&'static str>,
    /// With whose accounts staff may sign in.
    issuer: Option<String>,
    port: u16,
    running: Option<(Child, Said)>,
}

/// A line of a survey's file: it offers every language that there is a translation into.
const MORE_LANGUAGES: &str = "more_languages = [\"ko\", \"zh-Hans\", \"zh-Hant\", \"vi\", \"ne\", \"fil\", \"pt\"]\n";

/// Another: it is sealed to the keys that the program makes.
const KEYS: &str = "sealing_keys = [\"keys/ward.pub.jwk\", \"keys/escrow.pub.jwk\"]\n";

impl Office {
    /// Opens both standard surveys in rehearsal and serves them.
    pub(crate) async fn open() -> Self {
        let content = checkout().join("content");
        Self::open_on(Folder::new(), content, &[RESIDENTS, VISITORS]).await
    }

    /// Serves a survey of our own that has a question of every kind.
    pub(crate) async fn open_for_every_kind() -> Self {
        Self::open_for(&[EVERY_KIND]).await
    }

    /// Serves these, of the city's and of our own.
    pub(crate) async fn open_for(surveys: &[&str]) -> Self {
        let (folder, content) = every_survey();
        Self::open_on(folder, content, surveys).await
    }

    /// The same, told where people reach it.
    pub(crate) async fn open_at(public_origin: &'static str, surveys: &[&str]) -> Self {
        let mut office = Self::open_for(surveys).await;
        office.kill().await;
        office.public_origin = Some(public_origin);
        office.serve().await;
        office
    }

    /// Serves the survey of visitors, sealed to the keys `ward` and `escrow`, which the program has made.
    pub(crate) async fn open_sealed() -> Self {
        Self::open_sealed_with("").await
    }

    /// The same in every language that there is a translation into.
    pub(crate) async fn open_sealed_in_every_language() -> Self {
        Self::open_sealed_with(MORE_LANGUAGES).await
    }

    async fn open_sealed_with(more: &str) -> Self {
        let folder = Folder::new();
        let content = folder.path().join("content");
        folder::copy(&checkout().join("content"), &content);
        let file = content.join("surveys").join(format!("{VISITORS}.toml"));
        let survey = std::fs::read_to_string(&file).expect("the survey can be read");
        std::fs::write(&file, [more, KEYS, &survey].concat()).expect("the survey can be written");
        makes_keys(&content);
        Self::open_on(folder, content, &[VISITORS]).await
    }

    /// Serves these, and lets the pages of an origin show them.
    pub(crate) async fn open_to(origin: &str, surveys: &[&str]) -> Self {
        let (folder, content) = every_survey();
        for survey in surveys {
            let file = content.join(format!("surveys/{survey}.toml"));
            let written = std::fs::read_to_string(&file).expect("the survey has a file");
            let named = format!("embed_origins = [\"{origin}\"]\n{}", written.replace("embed_origins = []\n", ""));
            std::fs::write(&file, named).expect("the file can be written");
        }
        Self::open_on(folder, content, surveys).await
    }

    /// Serves the survey of visitors in every language that there is a translation into.
    pub(crate) async fn open_in_every_language() -> Self {
        let (folder, content) = every_survey();
        let file = content.join(format!("surveys/{VISITORS}.toml"));
        let written = std::fs::read_to_string(&file).expect("the survey has a file");
        std::fs::write(&file, [MORE_LANGUAGES, &written].concat()).expect("the file can be written");
        Self::open_on(folder, content, &[VISITORS]).await
    }

    async fn open_on(folder: Folder, content: PathBuf, surveys: &[&str]) -> Self {
        let mut office =
            Self { folder, content, site: site::built(), public_origin: None, issuer: None, port: 0, running: None };
        for survey in surveys {
            office.rehearse(survey);
        }
        office.serve().await;
        office
    }

    /// Gives out another build of the page from now on.
    pub(crate) async fn deploys(&mut self, site: &Path) {
        self.kill().await;
        site.clone_into(&mut self.site);
        self.serve().await;
    }

    /// Lets staff sign in with the accounts of a provider from now on.
    pub(crate) async fn trusts(&mut self, issuer: &str) {
        std::fs::write(self.file("sign-on-secret"), format!("{SECRET}\n")).expect("the secret can be written");
        self.kill().await;
        self.issuer = Some(issuer.to_owned());
        self.serve().await;
    }

    /// Starts the program; the second time on the same port.
    pub(crate) async fn serve(&mut self) {
        let started = if self.port == 0 {
            self.start().await.expect("the office starts")
        } else {
            // Somebody else's connection may have been given the port meanwhile, for a moment.
            until("the office to start again", async || self.start().await).await
        };
        (self.port, self.running) = (started.0, Some((started.1, started.2)));
    }

    async fn start(&self) -> Result<(u16, Child, Said), String> {
        let log = File::options().create(true).append(true).open(self.log()).expect("the log opens");
        let mut serving = self.command(&["serve", "--port", &self.port.to_string()]);
        serving.arg("--content").arg(&self.content).arg("--site").arg(&self.site);
        serving.arg("--results").arg(self.results());
        serving.args(self.public_origin.iter().flat_map(|origin| ["--public-origin", origin]));
        if let Some(issuer) = &self.issuer {
            serving.args(["--sign-on-issuer", issuer, "--sign-on-client", "koe"]);
            serving.arg("--sign-on-secret-file").arg(self.file("sign-on-secret"));
        }
        serving.stdout(Stdio::piped()).stderr(log);
        let mut child = tokio::process::Command::from(serving).kill_on_drop(true).spawn().expect("the office runs");
        // Its words are taken as long as it runs: a program that nobody listens to stops.
        let mut lines = BufReader::new(child.stdout.take().expect("its words are piped")).lines();
        let first = lines.next_line().await.expect("its words can be read");
        let first = first.ok_or_else(|| format!("it stopped before it listened: {}", self.logged()))?;
        let port = first.rsplit_once(':').and_then(|(_, port)| port.trim_end_matches('/').parse().ok());
        Ok((port.ok_or_else(|| format!("it said {first:?} instead of where it listens"))?, child, lines))
    }

    /// Pulls the plug: no goodbye, nothing is finished.
    pub(crate) async fn kill(&mut self) {
        if let Some((mut child, _)) = self.running.take() {
            child.kill().await.expect("the office can be killed");
        }
    }

    /// Where something is served.
    pub(crate) fn at(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// The port, for someone who takes the office's place.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Puts a survey into rehearsal.
    pub(crate) fn rehearse(&self, survey: &str) {
        self.moves("rehearse", survey);
    }

    /// Takes a rehearsal back, so that the survey takes no responses any more.
    pub(crate) fn withdraw(&self, survey: &str) {
        self.moves("draft", survey);
    }

    /// Publishes a survey in another state.
    pub(crate) fn moves(&self, verb: &str, survey: &str) {
        said(self.command(&["survey", verb, survey]).arg("--content").arg(&self.content));
    }

    /// Staff write something else into a file of their content, in an office that has content of its own.
    pub(crate) fn edits(&self, file: &str, from: &str, to: &str) {
        assert!(self.content.starts_with(self.folder.path()), "the city's own content stays as it is");
        let file = self.content.join(file);
        let written = std::fs::read_to_string(&file).expect("the file can be read");
        assert!(written.contains(from), "{from:?} is nowhere in {}", file.display());
        std::fs::write(&file, written.replacen(from, to, 1)).expect("the file can be written");
    }

    /// Lets an open survey rest.
    pub(crate) fn pause(&self, survey: &str) {
        said(&mut self.command(&["survey", "pause", survey]));
    }

    /// Ends a survey.
    pub(crate) fn close(&self, survey: &str) {
        said(&mut self.command(&["survey", "close", survey]));
    }

    /// Writes what was answered as a publication, and makes it public.
    pub(crate) fn publishes(&self, survey: &str) {
        let folder = self.results().join(survey);
        said(self.command(&["report", survey]).arg("--content").arg(&self.content).arg("--out").arg(folder));
        said(&mut self.command(&["survey", "publish", survey]));
    }

    fn results(&self) -> PathBuf {
        self.folder.path().join("results")
    }

    /// Gives out answer numbers.
    pub(crate) fn invites(&self, survey: &str, ward: &str, count: u32) -> Vec<String> {
        let count = count.to_string();
        let mut inviting = self.command(&["invite", "--survey", survey, "--ward", ward, "--count", &count, "--json"]);
        let rows: Vec<Value> = serde_json::from_str(&said(&mut inviting)).expect("the numbers are JSON");
        rows.iter().filter_map(|row| row["code"].as_str()).map(str::to_owned).collect()
    }

    /// Runs the office program as the guide tells, with these files behind the names of options; what it says.
    pub(crate) fn does(&self, words: &[&str], files: &[(&str, &Path)]) -> String {
        let mut doing = self.command(words);
        for (name, file) in files {
            doing.arg(name).arg(file);
        }
        said(&mut doing)
    }

    /// Staff make a sealed survey of their own: keys, and the file of another survey under another name.
    pub(crate) fn makes_survey(&self, from: &str, survey: &str) {
        let place = |name: &str| self.content.join(format!("surveys/{name}.toml"));
        let written = std::fs::read_to_string(place(from)).expect("the file can be read");
        let made = written.replacen(&format!("id = \"{from}\""), &format!("id = \"{survey}\""), 1);
        assert_ne!(made, written, "the file names its survey");
        std::fs::write(place(survey), [KEYS, &made].concat()).expect("the file can be written");
        makes_keys(&self.content);
    }

    /// Where staff keep files of their own.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Adds a tablet; the link that sets it up.
    pub(crate) fn adds_tablet(&self, mode: &str, ward: &str, survey: &str) -> String {
        let name = ["--name", "1階 窓口", "--mode", mode, "--ward", ward, "--survey", survey, "--idle-s", "30"];
        let mut adding = self.command(&["kiosk", "add", "--json", "--public-origin", &self.at("")]);
        let told: Value = serde_json::from_str(&said(adding.args(name))).expect("the tablet is JSON");
        told["link"].as_str().expect("there is a link").to_owned()
    }

    /// Makes an account for the desk; its password.
    pub(crate) fn adds_staff(&self, name: &str, role: &str) -> String {
        let told = said(&mut self.command(&["staff", "add", name, "--role", role]));
        told.trim().rsplit(' ').next().unwrap_or_default().to_owned()
    }

    /// Every tablet with what it last said of itself.
    pub(crate) fn tablets(&self) -> Vec<Value> {
        serde_json::from_str(&said(&mut self.command(&["kiosk", "list", "--json"]))).expect("the tablets are JSON")
    }

    /// Ends all that a tablet may do.
    pub(crate) fn removes_tablet(&self, device: &str) {
        said(&mut self.command(&["kiosk", "remove", device]));
    }

    /// Takes in a file that comes from a tablet, and makes the one that tells the tablet what has arrived.
    pub(crate) fn loads_from(&self, device: &str, file: &Path, receipts: &Path) {
        said(self.command(&["load", "--device", device]).arg(file).arg("--receipts").arg(receipts));
    }

    /// Every response that is stored for a survey, as the office hands it out.
    pub(crate) fn stored(&self, survey: &str) -> Vec<Value> {
        let said = said(&mut self.command(&["export", "--survey", survey, "--json"]));
        said.lines().map(|line| serde_json::from_str(line).expect("a line is a response")).collect()
    }

    /// Where the private key of this name is. In a real office it is not beside the survey.
    pub(crate) fn private_key(&self, name: &str) -> PathBuf {
        self.content.join("keys").join(format!("{name}.jwk"))
    }

    /// What `koe-office open` hands out with this key, of the survey of visitors.
    pub(crate) fn opened(&self, key: &str) -> Vec<Value> {
        self.opened_of(VISITORS, key)
    }

    /// The same of another survey.
    pub(crate) fn opened_of(&self, survey: &str, key: &str) -> Vec<Value> {
        let mut opening = self.command(&["open", "--survey", survey, "--json"]);
        let said = said(opening.arg("--key").arg(self.private_key(key)));
        said.lines().map(|line| serde_json::from_str(line).expect("a line is a response")).collect()
    }

    /// Whether these words stand anywhere in what the office has written: the database, its journal and the log.
    pub(crate) fn wrote(&self, words: &str) -> bool {
        let entries = std::fs::read_dir(self.folder.path()).expect("the folder can be read");
        let files = entries.filter_map(Result::ok).map(|entry| entry.path()).filter(|path| path.is_file());
        files.into_iter().any(|file| folder::holds(&file, words.as_bytes()))
    }

    /// Takes in a file that was carried there; the counts that the office then tells.
    pub(crate) fn loads(&self, file: &Path) -> Value {
        let mut loading = self.command(&["load", "--json"]);
        let told = said(loading.arg(file));
        serde_json::from_str(told.lines().last().unwrap_or_default()).expect("the last line counts")
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(handed("KOE_OFFICE"));
        let database = self.folder.path().join("koe.db");
        command.args(words).arg("--database").arg(format!("sqlite:{}", database.display())).stdin(Stdio::null());
        command
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    /// What the program wrote into its log.
    pub(crate) fn logged(&self) -> String {
        std::fs::read_to_string(self.log()).unwrap_or_default()
    }
}

/// A folder of one's own with all content, of the city's and of these tests.
fn every_survey() -> (Folder, PathBuf) {
    let folder = Folder::new();
    let content = folder.path().join("content");
    folder::copy(&checkout().join("content"), &content);
    folder::copy(&checkout().join("tests/content"), &content);
    (folder, content)
}

/// Makes the keys that surveys are sealed to, and one that none is.
fn makes_keys(content: &Path) {
    for name in ["ward", "escrow", "other"] {
        let mut keygen = Command::new(handed("KOE_OFFICE"));
        said(keygen.args(["keygen", "--name", name, "--out"]).arg(content.join("keys")));
    }
}

fn checkout() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn said(command: &mut Command) -> String {
    let output = command.output().expect("the office program runs");
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {complaint}");
    String::from_utf8(output.stdout).expect("the office speaks UTF-8")
}

impl Drop for Office {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the office wrote:\n{}", self.logged());
        }
    }
}
