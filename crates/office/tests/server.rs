//! A PostgreSQL that the tests start themselves, one for all of them, and databases of one's own on it.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock};

use sqlx::{AssertSqlSafe, Connection, PgConnection};

/// Starts and stops the server as it is told, and leaves nothing behind once nobody is there to tell; whoever ends the tests
/// with a signal to all of them does not end this before that.
const KEEPER: &str = r#"
trap '' HUP INT TERM
"$1/initdb" --no-sync --auth=trust --username=koe --encoding=UTF8 --locale=C.UTF-8 -D "$2/data" >"$2/log" 2>&1
options="-k $2 -c listen_addresses= -c max_connections=200 -c shared_buffers=64MB $3"
while read -r word; do
    case $word in
        start) "$1/pg_ctl" -D "$2/data" -l "$2/log" -o "$options" -w start >/dev/null 2>&1 ;;
        stop) "$1/pg_ctl" -D "$2/data" -m fast -w stop >/dev/null 2>&1 ;;
        crash) "$1/pg_ctl" -D "$2/data" -m immediate -w stop >/dev/null 2>&1 ;;
    esac
    echo "$word $?"
done
"$1/pg_ctl" -D "$2/data" -m immediate stop >/dev/null 2>&1
rm -rf "$2"
"#;

/// A server with its folder, both gone when this process is.
pub(crate) struct Server {
    folder: PathBuf,
    keeper: Mutex<(Child, BufReader<ChildStdout>)>,
    databases: AtomicU64,
}

impl Server {
    /// The one that tests share, unless they stop it.
    pub(crate) fn shared() -> &'static Self {
        static SHARED: OnceLock<Server> = OnceLock::new();
        SHARED.get_or_init(Self::start)
    }

    /// A server of one's own.
    pub(crate) fn start() -> Self {
        Self::start_with("")
    }

    /// The same with more options.
    pub(crate) fn start_with(options: &str) -> Self {
        let folder = tempfile::Builder::new().prefix("koe-pg-").tempdir().unwrap().keep();
        let mut keeper = Command::new("sh");
        keeper.args(["-c", KEEPER, "sh"]).arg(programs()).arg(&folder).arg(options);
        // The server refuses to be run by root.
        if id(&[]) == 0 {
            let (user, group) = (id(&["postgres"]), group());
            chown(&folder, Some(user), Some(group)).unwrap();
            keeper.uid(user).gid(group);
        }
        let mut keeper = keeper
            .current_dir("/")
            .env("LC_ALL", "C.UTF-8")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let said = BufReader::new(keeper.stdout.take().unwrap());
        let server = Self { folder, keeper: Mutex::new((keeper, said)), databases: AtomicU64::new(0) };
        server.tell("start");
        server
    }

    /// Tells the keeper to `start`, `stop` or `crash` the server, and waits until that is done.
    pub(crate) fn tell(&self, word: &str) {
        let (keeper, said) = &mut *self.keeper.lock().unwrap();
        writeln!(keeper.stdin.as_mut().unwrap(), "{word}").unwrap();
        let mut line = String::new();
        said.read_line(&mut line).unwrap();
        let log = || std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        assert_eq!(line.trim(), format!("{word} 0"), "{}", log());
    }

    /// The address of a new database.
    pub(crate) async fn database(&self) -> String {
        let name = format!("koe{}", self.databases.fetch_add(1, Ordering::Relaxed));
        let mut connection = PgConnection::connect(&self.address("postgres")).await.unwrap();
        sqlx::query(AssertSqlSafe(format!("CREATE DATABASE {name}"))).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        self.address(&name)
    }

    fn address(&self, name: &str) -> String {
        format!("postgres://koe@localhost/{name}?host={}", self.folder.display())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let (keeper, _) = self.keeper.get_mut().unwrap();
        drop(keeper.stdin.take());
        keeper.wait().unwrap();
    }
}

/// Where the programs of the newest PostgreSQL are.
fn programs() -> PathBuf {
    if let Some(folder) = std::env::var_os("KOE_POSTGRES") {
        return folder.into();
    }
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().map(|entry| entry.unwrap().path());
    let newest = versions.max_by_key(|path| path.file_name().and_then(|name| name.to_str()?.parse::<u32>().ok()));
    let programs = newest.map(|path| path.join("bin")).filter(|path| path.join("initdb").is_file());
    programs.expect("PostgreSQL is there: `apt-get install postgresql`, or name the folder of initdb in KOE_POSTGRES")
}

fn id(of: &[&str]) -> u32 {
    number("-u", of)
}

fn group() -> u32 {
    number("-g", &["postgres"])
}

fn number(flag: &str, of: &[&str]) -> u32 {
    let output = Command::new("id").arg(flag).args(of).output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().parse().expect("there is such a user")
}
