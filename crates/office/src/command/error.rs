//! Why a command could not do what was asked: one line that says what to do.

use std::net::SocketAddr;
use std::path::PathBuf;

use questionnaire::{SurveyId, WardCode};
use sealing::NotAKey;

use crate::audit::Broken;
use crate::backup::BackupError;
use crate::export::ExportError;
use crate::http::{OfficeError, SiteError};
use crate::new_file::FileError;
use crate::random::NoRandomness;
use crate::report::{RecountError, ReportError};
use crate::sign_on::{SignOnError, SignOnId};
use crate::staff::{NotAPassword, StaffName};
use crate::store::StoreError;
use crate::tls::TlsError;

/// Why a command could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// The store does not play along.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A backup is not written or read.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// The page is not there.
    #[error(transparent)]
    Site(#[from] SiteError),
    /// The office cannot begin.
    #[error(transparent)]
    Office(#[from] OfficeError),
    /// The office cannot speak HTTPS.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// No code can be made.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
    /// The file with settings is of no use.
    #[error("the settings in {} cannot be used: {what}", path.display())]
    ConfigFile {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// HTTPS would not be spoken, though it seems to be meant.
    #[error("HTTPS needs both a certificate and its key: give --tls-cert and --tls-key, or neither")]
    HalfTls,
    /// The words of the page cannot be read.
    #[error("{0}")]
    Interface(String),
    /// The content folder has no such survey.
    #[error("the content folder has no readable survey \"{0}\": correct the id, or mend what `koe-office check` shows")]
    NotInContent(SurveyId),
    /// The survey in the content folder is not sound.
    #[error("\"{0}\" is not sound: mend what is shown above")]
    NotSound(SurveyId),
    /// The survey has no such ward.
    #[error("the ward {ward} does not take part in \"{survey}\": correct the code, which is in wards.toml")]
    NoSuchWard {
        /// Which survey.
        survey: SurveyId,
        /// Which ward.
        ward: WardCode,
    },
    /// Nobody answers this survey with a code.
    #[error("\"{0}\" is answered without codes: its frame is not one of people who were chosen")]
    NoCodes(SurveyId),
    /// A tablet would keep answers that anybody who finds it can read.
    #[error(
        "\"{0}\" has no sealing key, and a tablet takes only sealed surveys: make one with `koe-office keygen`, name it in the survey and publish it"
    )]
    NotSealed(SurveyId),
    /// A tablet without a name, or with too long a one.
    #[error("a tablet needs a name of at most {0} characters: write one after --name, such as \"1F counter\"")]
    DeviceName(usize),
    /// No tablet has that id.
    #[error("there is no tablet \"{0}\": look at `koe-office kiosk list`")]
    NoSuchDevice(String),
    /// There is nothing to load.
    #[error("{0}")]
    NothingToLoad(String),
    /// The receipts would take the place of another file.
    #[error("{} is there already: name another file with --receipts", .0.display())]
    ReceiptsThere(PathBuf),
    /// The receipts cannot be written.
    #[error("{} cannot be written ({error}): name another file with --receipts, and load again", path.display())]
    Receipts {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// A key is there already.
    #[error("{} is there already, and a key is never written over another: give this pair another --name", .0.display())]
    KeyThere(PathBuf),
    /// A key cannot be written.
    #[error("{} cannot be written ({error}): name another folder with --out", path.display())]
    KeyUnwritten {
        /// Where.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// A private key cannot be read.
    #[error("the key {} cannot be read ({error}): name the file of a private key, as `koe-office keygen` writes it", path.display())]
    KeyUnreadable {
        /// Where.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// A file holds no private key.
    #[error("{} {error}: name the file of a private key (NAME.jwk, without .pub)", path.display())]
    NotAPrivateKey {
        /// Where.
        path: PathBuf,
        /// What it is.
        error: NotAKey,
    },
    /// No key that was given opens anything.
    #[error("nothing here is sealed to the keys that were given: give the private key of {}", .0.join(" or "))]
    OtherKeys(Vec<String>),
    /// Opened responses would be written over something.
    #[error("{} is there already: name another file with --out", .0.display())]
    AnswersThere(PathBuf),
    /// Opened responses cannot be written.
    #[error("{} cannot be written ({error}): free some space, or name another file with --out", path.display())]
    AnswersUnwritten {
        /// Where.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// An account of that name is there already.
    #[error("there is an account \"{0}\" already: take another name, or end it with `koe-office staff remove {0}`")]
    StaffThere(StaffName),
    /// There is no account of that name.
    #[error("there is no account \"{0}\": look at `koe-office staff list`")]
    NoSuchStaff(StaffName),
    /// What a provider of accounts calls somebody is another account's.
    #[error(
        "\"{id}\" signs on as \"{name}\" already: give that account up first with `koe-office staff sign-on {name} --nobody`"
    )]
    SignOnThere {
        /// By what they are called there.
        id: SignOnId,
        /// Whose it is here.
        name: StaffName,
    },
    /// A provider of accounts would not be asked, though it seems to be meant.
    #[error(
        "signing on elsewhere needs both a provider and as what it knows the office: give --sign-on-issuer and --sign-on-client"
    )]
    HalfSignOn,
    /// What the provider of accounts knows the office by cannot be read.
    #[error("the secret of --sign-on-secret-file cannot be read from {} ({error})", path.display())]
    SignOnSecret {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// The provider of accounts cannot be one.
    #[error(transparent)]
    SignOn(#[from] SignOnError),
    /// A table cannot be counted again.
    #[error("{} cannot be counted: {error}", path.display())]
    Recount {
        /// Which file.
        path: PathBuf,
        /// Why.
        error: RecountError,
    },
    /// A password that is none.
    #[error(transparent)]
    Password(#[from] NotAPassword),
    /// The log is not whole.
    #[error("the log is not as it was written: {0}; keep the database as it is, and compare it with the backups")]
    Audit(#[from] Broken),
    /// A list of addresses cannot be read.
    #[error("{} cannot be read ({error}): name the file of the list", path.display())]
    ListUnreadable {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// A list of addresses is not in order.
    #[error("nothing is done: mend what is shown above ({0})")]
    List(usize),
    /// A file is not written.
    #[error(transparent)]
    File(#[from] FileError),
    /// There is no such sheet.
    #[error("{0}: correct it")]
    Paper(String),
    /// There is no export.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// There is no report.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// What a publication needs of the content folder is wrong.
    #[error("nothing is published: mend what is shown above ({0})")]
    ReportContent(usize),
    /// A publication is not what was answered.
    #[error("this is not as it was published: {0} of the things above")]
    NotAsPublished(usize),
    /// Another program listens there.
    #[error("port {} is in use: stop the other program, or name another port with --port", .0.port())]
    PortInUse(SocketAddr),
    /// Nothing can listen there.
    #[error("cannot listen on {address} ({error}): name another with --host and --port")]
    CannotListen {
        /// Where.
        address: SocketAddr,
        /// What the system says.
        error: std::io::Error,
    },
    /// Nobody takes the output.
    #[error("the output cannot be written ({0}): look at where it goes")]
    Output(#[from] std::io::Error),
}

impl From<serde_json::Error> for CommandError {
    fn from(error: serde_json::Error) -> Self {
        Self::Output(error.into())
    }
}
