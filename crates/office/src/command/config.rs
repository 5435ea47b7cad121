//! `koe-office config`, and where settings come from: flags, the environment, one file.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Args, Command, CommandFactory, FromArgMatches};
use serde_json::json;

use super::serve::Serve;
use super::{CommandError, Program};
use crate::store::Address;

/// Prints what `serve` would go by if it were given the same flags, and where each setting is from
///
/// A setting is taken from its flag, else from its variable of the environment (`KOE_OFFICE_PORT` for --port), else from the
/// file that --config or `KOE_OFFICE_CONFIG` names, in which it is called as its flag (port = 8080), else it is the usual one.
#[derive(Debug, Args)]
#[command(after_help = "Example: koe-office config --config /etc/koe/office.toml\n\
                        Example: KOE_OFFICE_PORT=9000 koe-office config --json")]
pub(super) struct Config {
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    _serve: Serve,
    #[arg(skip)]
    settings: Vec<Setting>,
}

/// A setting that is in force.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Setting {
    /// As its flag is called.
    name: String,
    /// With what is secret left out.
    value: Option<String>,
    source: Source,
}

/// Where a setting is from.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Source {
    Flag,
    Environment(String),
    File(PathBuf),
    Usual,
}

/// The file with settings, as it was read.
struct File {
    path: PathBuf,
    settings: toml::Table,
}

impl Config {
    pub(super) fn run(&self) -> Result<ExitCode, CommandError> {
        let mut out = std::io::stdout().lock();
        if self.json {
            let settings: serde_json::Value = self
                .settings
                .iter()
                .map(|Setting { name, value, source }| {
                    let (kind, place) = source.told();
                    json!({ "name": name, "value": value, "source": kind, "place": place })
                })
                .collect();
            writeln!(out, "{settings}")?;
            return Ok(ExitCode::SUCCESS);
        }
        for Setting { name, value, source } in &self.settings {
            let (kind, place) = source.told();
            let place = place.map(|place| format!(" {place}")).unwrap_or_default();
            writeln!(out, "{name:<20} {:<40} {kind}{place}", value.as_deref().unwrap_or("-"))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl Source {
    fn told(&self) -> (&'static str, Option<String>) {
        match self {
            Self::Flag => ("flag", None),
            Self::Environment(variable) => ("environment", Some(variable.clone())),
            Self::File(path) => ("file", Some(path.display().to_string())),
            Self::Usual => ("usual", None),
        }
    }
}

impl Program {
    /// What was asked, by flags, environment and file. Ends the process where the flags are wrong or ask for help.
    pub fn read() -> Result<Self, CommandError> {
        let names = names(&Self::command());
        let command = with_variables(Self::command(), &names);
        let file = File::named(&command)?;
        let command = match &file {
            Some(file) => file.put_into(command, &names)?,
            None => command,
        };
        let matches = command.get_matches();
        let mut program = Self::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
        if let (super::Command::Config(config), Some(matches)) =
            (&mut program.command, matches.subcommand_matches("config"))
        {
            config.settings = names.iter().map(|name| Setting::of(name, matches, file.as_ref())).collect();
        }
        Ok(program)
    }
}

impl Setting {
    fn of(name: &str, matches: &ArgMatches, file: Option<&File>) -> Self {
        let values = matches.get_raw(name).map(|values| {
            let values: Vec<_> = values.map(|value| shown(name, &value.to_string_lossy())).collect();
            values.join(" ")
        });
        let source = match (matches.value_source(name), file.filter(|file| file.settings.contains_key(name))) {
            (Some(ValueSource::CommandLine), _) => Source::Flag,
            (Some(ValueSource::EnvVariable), _) => Source::Environment(variable(name)),
            (_, Some(file)) => Source::File(file.path.clone()),
            _ => Source::Usual,
        };
        Self { name: name.replace('_', "-"), value: values, source }
    }
}

impl File {
    /// The file that --config or its variable names, if one does.
    fn named(command: &Command) -> Result<Option<Self>, CommandError> {
        // Whatever else is wrong is said when everything is read.
        let first = command.clone().disable_help_flag(true).ignore_errors(true).try_get_matches();
        let named = first.ok().and_then(|matches| matches.get_one::<PathBuf>("config").cloned());
        let Some(path) = named else { return Ok(None) };
        let problem = |what: String| CommandError::ConfigFile { path: path.clone(), what };
        let text = std::fs::read_to_string(&path).map_err(|error| problem(error.to_string()))?;
        let settings = text.parse().map_err(|error: toml::de::Error| problem(first_line(error.message())))?;
        Ok(Some(Self { path, settings }))
    }

    /// Makes what the file says the usual value of each setting, in every command that has it.
    fn put_into(&self, mut command: Command, names: &[String]) -> Result<Command, CommandError> {
        let problem = |what: String| CommandError::ConfigFile { path: self.path.clone(), what };
        for (name, value) in &self.settings {
            if !names.contains(name) {
                return Err(problem(format!("{name} is no setting; there are {}", names.join(", "))));
            }
            let values = texts(value).ok_or_else(|| problem(format!("{name} is neither a text nor a number")))?;
            command = with(command, name, &|argument| argument.default_values(values.clone()));
        }
        Ok(command)
    }
}

/// What `serve` can be told.
fn names(command: &Command) -> Vec<String> {
    let serve = command.find_subcommand("serve").into_iter().flat_map(Command::get_arguments);
    serve.map(|argument| argument.get_id().to_string()).filter(|name| name != "help").collect()
}

/// Every setting with the variable that it is taken from.
fn with_variables(command: Command, names: &[String]) -> Command {
    names.iter().fold(command, |command, name| {
        // A password has no place in a text that helps.
        with(command, name, &|argument| argument.env(variable(name)).hide_env_values(true))
    })
}

/// Changes the argument `name` of every command that has it: what is no setting of all commands, of those that serve.
fn with(command: Command, name: &str, change: &dyn Fn(Arg) -> Arg) -> Command {
    command.mut_subcommands(|sub| {
        let is_shared = matches!(name, "database" | "content") || matches!(sub.get_name(), "serve" | "config");
        let has_it = sub.get_arguments().any(|argument| argument.get_id() == name);
        let sub = if is_shared && has_it { sub.mut_arg(name, change) } else { sub };
        with(sub, name, change)
    })
}

fn texts(value: &toml::Value) -> Option<Vec<String>> {
    match value {
        toml::Value::String(text) => Some(vec![text.clone()]),
        toml::Value::Integer(number) => Some(vec![number.to_string()]),
        toml::Value::Array(values) => values.iter().map(texts).collect::<Option<Vec<_>>>().map(|all| all.concat()),
        toml::Value::Float(_) | toml::Value::Boolean(_) | toml::Value::Datetime(_) | toml::Value::Table(_) => None,
    }
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}

/// The variable of the environment that a setting is taken from.
fn variable(name: &str) -> String {
    format!("KOE_OFFICE_{}", name.to_uppercase())
}

/// A value without what is secret in it.
fn shown(name: &str, value: &str) -> String {
    match name {
        "database" => value.parse::<Address>().map_or_else(|_| "(no database)".to_owned(), |place| place.to_string()),
        _ => value.to_owned(),
    }
}
