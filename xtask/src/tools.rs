//! The tools beside the compiler: Trunk, wasm-bindgen, wasm-opt, esbuild; and what the tests hold the product against.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::house::House;
use crate::run::{self, Stop};

const TRUNK: &str = "0.21.14";
const BINARYEN: &str = "132.0.0";
const ESBUILD: &str = "0.28.2";
/// What drives Firefox.
const GECKODRIVER: &str = "0.37.1";
/// The rules by which the tests look for what keeps people out.
const AXE: &str = "4.14.1";
/// The JOSE library of others by which the tests open what the browser has sealed.
const JWCRYPTO: &str = "1.6.1";
/// The program by which the tests ask an office what its document says.
const SCHEMATHESIS: &str = "4.32.5";
/// The provider of accounts with which the tests sign staff in.
const OIDC_PROVIDER: &str = "9.13.3";
/// The library by which the tests read tables of Parquet.
const PYARROW: &str = "26.0.1";
/// The database that counts the same table beside us.
const DUCKDB: &str = "2.0.0";
/// Older ones do not know what today's compiler writes.
const WASM_OPT_MIN: u32 = 120;

/// The tools that a build uses.
pub(crate) struct Kit {
    bin: PathBuf,
    /// Where `wasm-opt` lies; without it the page is larger, and works.
    wasm_opt: Option<PathBuf>,
    /// Where `esbuild` lies, which takes the white space out of the glue.
    esbuild: Option<PathBuf>,
}

impl Kit {
    pub(crate) fn trunk(&self) -> PathBuf {
        self.bin.join(exe("trunk"))
    }

    pub(crate) fn folder(&self) -> String {
        self.bin.display().to_string()
    }

    pub(crate) fn can_shrink(&self) -> bool {
        self.wasm_opt.is_some()
    }

    pub(crate) fn wasm_opt(&self) -> Option<&Path> {
        self.wasm_opt.as_deref()
    }

    pub(crate) fn esbuild(&self) -> Option<&Path> {
        self.esbuild.as_deref()
    }

    /// A search path on which these tools come first.
    pub(crate) fn path(&self) -> Result<OsString, Stop> {
        let mut folders = vec![self.bin.clone()];
        folders.extend(self.wasm_opt.as_deref().and_then(Path::parent).map(Path::to_path_buf));
        let old = std::env::var_os("PATH").unwrap_or_default();
        folders.extend(std::env::split_paths(&old));
        std::env::join_paths(folders).map_err(|why| Stop::new(format!("the search path cannot be extended: {why}")))
    }
}

/// Finds each tool in the version that is needed, or installs it into the cache.
pub(crate) fn ensure(house: &House) -> Result<Kit, Stop> {
    let root = house.cache.join("tools");
    let bin = root.join("bin");
    installed(house, &root, "wasm-bindgen-cli", "wasm-bindgen", &locked_wasm_bindgen(house)?)?;
    installed(house, &root, "trunk", "trunk", TRUNK)?;
    Ok(Kit { bin, wasm_opt: wasm_opt(house), esbuild: esbuild(house) })
}

/// What drives Firefox.
pub(crate) fn geckodriver(house: &House) -> Result<PathBuf, Stop> {
    let root = house.cache.join("tools");
    installed(house, &root, "geckodriver", "geckodriver", GECKODRIVER)?;
    Ok(root.join("bin").join(exe("geckodriver")))
}

/// The tool and the library of one release understand each other; those of two releases do not.
fn locked_wasm_bindgen(house: &House) -> Result<String, Stop> {
    let path = house.root.join("Cargo.lock");
    let lock = std::fs::read_to_string(&path).map_err(|why| Stop::on(&path, why))?;
    let mut lines = lock.lines().skip_while(|line| *line != "name = \"wasm-bindgen\"");
    let version = lines.nth(1).and_then(|line| line.strip_prefix("version = \"")).and_then(|v| v.strip_suffix('"'));
    version
        .map(str::to_owned)
        .ok_or_else(|| Stop::on(&path, "names no wasm-bindgen: restore it, or run `cargo generate-lockfile`"))
}

fn installed(house: &House, root: &Path, package: &str, program: &str, version: &str) -> Result<(), Stop> {
    let path = root.join("bin").join(exe(program));
    if answers_with(&path, version) {
        return Ok(());
    }
    println!("xtask: installing {package} {version} into {} (once, some minutes)", root.display());
    // What was locked at release is not always to be had from a mirror any more, or not yet: then the newest that fit.
    let done = run::succeeds(&mut install(house, root, package, version, true))
        || run::run(&mut install(house, root, package, version, false)).is_ok();
    if done && answers_with(&path, version) {
        return Ok(());
    }
    Err(Stop::new(format!(
        "{package} {version} could not be installed: run `cargo install --root {} --version {version} {package}` \
         and mend what it says",
        root.display()
    )))
}

fn install(house: &House, root: &Path, package: &str, version: &str, locked: bool) -> Command {
    let mut install = house.cargo();
    install.args(["install", "--quiet", "--force", "--root"]).arg(root).args(["--version", version, package]);
    if locked {
        install.arg("--locked");
    }
    // These run for seconds and are built once: the time to build them is what is felt.
    install.env("CARGO_PROFILE_RELEASE_LTO", "off");
    install.env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
    install.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1");
    // A target folder set for this checkout must not fill with the parts of tools.
    install.env_remove("CARGO_TARGET_DIR").current_dir(std::env::temp_dir());
    install
}

fn wasm_opt(house: &House) -> Option<PathBuf> {
    let folder = house.cache.join("binaryen");
    let own = folder.join("node_modules").join(".bin").join("wasm-opt");
    if new_enough(&own) {
        return Some(own);
    }
    if let Some(system) = run::on_path(&["wasm-opt"]).filter(|path| new_enough(path)) {
        return Some(system);
    }
    from_npm(&folder, "binaryen", BINARYEN);
    if new_enough(&own) {
        return Some(own);
    }
    println!("xtask: no wasm-opt {WASM_OPT_MIN} or newer (install npm or binaryen): going on, the page will be larger");
    None
}

fn esbuild(house: &House) -> Option<PathBuf> {
    let folder = house.cache.join("esbuild");
    let own = folder.join("node_modules").join(".bin").join("esbuild");
    if !answers_with(&own, ESBUILD) {
        from_npm(&folder, "esbuild", ESBUILD);
    }
    answers_with(&own, ESBUILD).then_some(own)
}

/// The script of axe-core, which the tests run in their browser.
pub(crate) fn axe(house: &House) -> Option<PathBuf> {
    let own = library_from_npm(house, "axe-core", AXE, "the tests that look for what keeps people out")?;
    Some(own.join("axe.min.js"))
}

/// The provider of accounts, for node: the place from which it is found.
pub(crate) fn oidc_provider(house: &House) -> Option<PathBuf> {
    let own = library_from_npm(house, "oidc-provider", OIDC_PROVIDER, "the test that signs staff in with it")?;
    Some(own.join("package.json"))
}

/// A library of npm's registry in a folder of its own: where it is.
fn library_from_npm(house: &House, package: &str, version: &str, without: &str) -> Option<PathBuf> {
    let folder = house.cache.join(package);
    let own = folder.join("node_modules").join(package);
    let pinned = format!("\"version\": \"{version}\"");
    let there = || std::fs::read_to_string(own.join("package.json")).is_ok_and(|package| package.contains(&pinned));
    if !there() {
        from_npm(&folder, package, version);
    }
    if there() {
        return Some(own);
    }
    println!("xtask: no {package} {version} (install npm): {without} will fail");
    None
}

/// A Python that knows jwcrypto.
pub(crate) fn jwcrypto(house: &House) -> Option<PathBuf> {
    from_pypi(house, "jwcrypto", JWCRYPTO, "the test that opens with it").map(|bin| bin.join(exe("python3")))
}

/// The program that asks an office whatever its document allows, and more.
pub(crate) fn schemathesis(house: &House) -> Option<PathBuf> {
    let bin = from_pypi(house, "schemathesis", SCHEMATHESIS, "the test that asks with it")?;
    Some(bin.join(exe("schemathesis")))
}

/// A Python that knows pyarrow.
pub(crate) fn pyarrow(house: &House) -> Option<PathBuf> {
    from_pypi(house, "pyarrow", PYARROW, "the tests that read tables with it").map(|bin| bin.join(exe("python3")))
}

/// A Python that knows DuckDB.
pub(crate) fn duckdb(house: &House) -> Option<PathBuf> {
    from_pypi(house, "duckdb", DUCKDB, "what stands beside it").map(|bin| bin.join(exe("python3")))
}

/// A package of Python's index in a Python of its own: where its programs are.
fn from_pypi(house: &House, package: &str, version: &str, without: &str) -> Option<PathBuf> {
    let folder = house.cache.join(package);
    let bin = folder.join("bin");
    let own = bin.join(exe("python3"));
    let asked = format!("import importlib.metadata as m; print('{package}', m.version('{package}')); import {package}");
    let there = || {
        let said = run::answer(Command::new(&own).args(["-c", &asked]));
        said.is_some_and(|said| said.split_whitespace().any(|word| word == version))
    };
    if !there()
        && let Some(python) = run::on_path(&["python3"])
    {
        println!("xtask: installing {package} {version} into {}", folder.display());
        run::succeeds(Command::new(python).args(["-m", "venv", "--clear"]).arg(&folder));
        let wish = format!("{package}=={version}");
        run::succeeds(Command::new(&own).args(["-m", "pip", "install", "--quiet", &wish]));
    }
    if there() {
        return Some(bin);
    }
    println!("xtask: no {package} {version} (install Python 3 with venv and pip): {without} will fail");
    None
}

/// Installs what comes in a package of npm, where npm is to be had.
fn from_npm(folder: &Path, package: &str, version: &str) {
    let Some(npm) = run::on_path(&["npm"]) else { return };
    println!("xtask: installing {package} {version} into {}", folder.display());
    let quiet = ["install", "--silent", "--no-audit", "--no-fund", "--prefix"];
    drop(std::fs::create_dir_all(folder));
    run::succeeds(Command::new(npm).args(quiet).arg(folder).arg(format!("{package}@{version}")));
}

fn answers_with(program: &Path, version: &str) -> bool {
    run::answer(Command::new(program).arg("--version"))
        .is_some_and(|said| said.split_whitespace().any(|word| word == version))
}

fn new_enough(program: &Path) -> bool {
    run::answer(Command::new(program).arg("--version"))
        .and_then(|said| said.split_whitespace().nth(2).and_then(|word| word.parse::<u32>().ok()))
        .is_some_and(|version| version >= WASM_OPT_MIN)
}

fn exe(name: &str) -> String {
    format!("{name}{}", std::env::consts::EXE_SUFFIX)
}
