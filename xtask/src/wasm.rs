//! Which compiler makes Wasm here, and how it is made able to.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::house::House;
use crate::run::{self, Stop};

const TARGET: &str = "wasm32-unknown-unknown";
/// The name under which rustup knows the system's own newer compiler.
const LINKED: &str = "koe-wasm";
const SYSTEM_PACKAGES: [&str; 3] = ["rustc-web", "cargo-web", "rust-web-src"];
/// Abort at once, keep no places and no debug texts: a third off the smallest page.
const SMALL: &str = "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none";

/// How the browser module is compiled on this machine.
pub(crate) enum Way {
    /// With the standard library as it was downloaded.
    ReadyMade,
    /// With the standard library built here from its source, for size.
    FromSource {
        /// Another toolchain than the one in use.
        toolchain: Option<&'static str>,
        /// A linker, where that toolchain has none for Wasm.
        linker: Option<PathBuf>,
    },
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ReadyMade => write!(f, "the ready-made standard library (install rust-src for a smaller page)"),
            Self::FromSource { toolchain: None, .. } => write!(f, "a standard library built for size"),
            Self::FromSource { toolchain: Some(name), .. } => {
                write!(f, "a standard library built for size by `{name}`")
            }
        }
    }
}

/// What the module is built for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// To be handed over: as small as it goes.
    Release,
    /// To be worked on: a panic says what and where.
    Development,
}

impl Way {
    /// Gives a command that will run Cargo the settings of this way, for the Wasm target only.
    pub(crate) fn dress(&self, purpose: Purpose, command: &mut Command) {
        // Flags from outside would replace the ones set here, and Cargo hands its own path down to its children.
        for name in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_BUILD_RUSTFLAGS", "CARGO", "RUSTC"] {
            command.env_remove(name);
        }
        let Self::FromSource { toolchain, linker } = self else { return };
        // The stable compiler builds its library from source only on this word.
        command.env("RUSTC_BOOTSTRAP", "1");
        command.env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort");
        if purpose == Purpose::Release {
            command.env("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size");
            command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", SMALL);
        }
        if let Some(name) = toolchain {
            command.env("RUSTUP_TOOLCHAIN", name);
        }
        if let Some(path) = linker {
            command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", path);
        }
    }
}

/// Finds a way that works, fetching what is missing: the ordinary target first, then the system's compiler.
pub(crate) fn ensure(house: &House) -> Result<Way, Stop> {
    let sysroot = sysroot(None).ok_or_else(|| Stop::new("no `rustc` here: install Rust from https://rustup.rs"))?;
    if has_source(&sysroot) {
        return Ok(Way::FromSource { toolchain: None, linker: None });
    }
    if has_target(&sysroot) {
        return Ok(with_source_if_to_be_had(house, &sysroot));
    }
    if let Some(way) = linked(&sysroot) {
        return Ok(way);
    }
    println!("xtask: adding the target {TARGET}");
    if run::succeeds(Command::new("rustup").args(["target", "add", TARGET])) && has_target(&sysroot) {
        return Ok(with_source_if_to_be_had(house, &sysroot));
    }
    println!("xtask: the target is not to be had; using the system's compiler and its library source");
    from_system(&sysroot)
}

/// The source makes the page smaller but is not needed, so it is asked for once and never again.
fn with_source_if_to_be_had(house: &House, sysroot: &Path) -> Way {
    let asked = house.cache.join("rust-src-asked").join(sysroot.file_name().unwrap_or_default());
    if !asked.exists() {
        println!("xtask: adding the standard library's source, for a smaller page");
        run::succeeds(Command::new("rustup").args(["component", "add", "rust-src"]));
        // Not being able to remember only means asking again.
        drop(std::fs::create_dir_all(&asked));
    }
    if has_source(sysroot) { Way::FromSource { toolchain: None, linker: None } } else { Way::ReadyMade }
}

fn from_system(sysroot: &Path) -> Result<Way, Stop> {
    let missing = || {
        Stop::new(format!(
            "this compiler cannot make Wasm: run `rustup target add {TARGET}`, or as root \
             `apt-get install {}` and then `rustup toolchain link {LINKED} /usr`",
            SYSTEM_PACKAGES.join(" ")
        ))
    };
    let usable = Path::new("/usr/bin/rustc").is_file() && has_source(Path::new("/usr"));
    if !usable {
        if !run::may_apt() {
            return Err(missing());
        }
        run::apt_install(&SYSTEM_PACKAGES).map_err(|_| missing())?;
    }
    run::succeeds(Command::new("rustup").args(["toolchain", "link", LINKED, "/usr"]));
    linked(sysroot).ok_or_else(missing)
}

/// The system's compiler, if rustup has it under our name with its library source.
fn linked(sysroot: &Path) -> Option<Way> {
    let other = self::sysroot(Some(LINKED))?;
    if !has_source(&other) {
        return None;
    }
    let linker = linker(&other).or_else(|| linker(sysroot)).or_else(|| run::on_path(&["wasm-ld", "rust-lld"]))?;
    Some(Way::FromSource { toolchain: Some(LINKED), linker: Some(linker) })
}

fn sysroot(toolchain: Option<&str>) -> Option<PathBuf> {
    let mut ask = match toolchain {
        None => Command::new("rustc"),
        Some(name) => {
            let mut rustup = Command::new("rustup");
            rustup.args(["run", name, "rustc"]);
            rustup
        }
    };
    run::answer(ask.args(["--print", "sysroot"])).map(PathBuf::from)
}

fn has_target(sysroot: &Path) -> bool {
    sysroot.join("lib/rustlib").join(TARGET).join("lib").is_dir()
}

fn has_source(sysroot: &Path) -> bool {
    sysroot.join("lib/rustlib/src/rust/library/std/Cargo.toml").is_file()
}

fn linker(sysroot: &Path) -> Option<PathBuf> {
    let hosts = std::fs::read_dir(sysroot.join("lib/rustlib")).ok()?;
    hosts
        .filter_map(Result::ok)
        .map(|host| host.path().join("bin").join(format!("rust-lld{}", std::env::consts::EXE_SUFFIX)))
        .find(|candidate| candidate.is_file())
}
