//! Letters and lists as files.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use questionnaire::{GivenName, Givens, Language, Survey, WardCode};

use super::super::CommandError;
use super::super::paper::printed_in;
use super::super::place::ContentFolder;
use crate::address_list::{ADDRESS, ADDRESS_2, AddressList, CODE, NAME, POSTAL_CODE};
use crate::code::InvitationCode;
use crate::content::{Interface, Tongue};
use crate::export::{Field, write_mark, write_row};
use crate::http::PublicOrigin;
use crate::new_file::NewFile;
use crate::paper::{Addressee, Errand, Letters};

#[derive(Debug, Args)]
pub(super) struct Printing {
    /// Where the letters are written: a new file of HTML that a browser prints on A4, one page for each code
    #[arg(long, value_name = "FILE", requires = "public_origin")]
    letters: Option<PathBuf>,
    /// The questionnaire for print behind each letter
    #[arg(long, requires = "letters")]
    with_form: bool,
    /// The language of letters; without, the first of the survey
    #[arg(long, value_name = "LANGUAGE", requires = "letters")]
    lang: Option<Language>,
    /// A fact that the link of these letters brings, such as council=ooduka: letters of one council at a time
    #[arg(long, value_name = "NAME=VALUE", value_parser = given, requires = "letters")]
    given: Vec<(GivenName, String)>,
    /// Where people reach the office
    #[arg(long, value_name = "ORIGIN")]
    public_origin: Option<PublicOrigin>,
    #[command(flatten)]
    content: ContentFolder,
}

impl Printing {
    /// Writes the letters, where they are asked for. They are not there before they are finished.
    pub(super) fn write(
        &self,
        survey: &Survey,
        ward: WardCode,
        list: Option<&AddressList>,
        codes: &[InvitationCode],
        errand: Errand,
        tongue: Tongue,
    ) -> Result<Option<NewFile>, CommandError> {
        let (Some(path), Some(origin)) = (&self.letters, &self.public_origin) else { return Ok(None) };
        let interface =
            Interface::load(&self.content.content).map_err(|problem| CommandError::Interface(problem.line(tongue)))?;
        let givens: Givens = self.given.iter().cloned().collect();
        let setting = survey.setting(ward, givens).map_err(|error| CommandError::Paper(error.to_string()))?;
        let language = printed_in(survey, self.lang.as_ref())?;
        let mut query = form_urlencoded::Serializer::new(format!("ward={ward}"));
        query.extend_pairs(self.given.iter().map(|(name, value)| (name.as_str(), value)));
        let address = format!("{origin}/s/{}?{}", survey.id(), query.finish());
        let letters = Letters {
            survey,
            setting: &setting,
            language,
            interface: &interface,
            address: &address,
            errand,
            with_form: self.with_form,
        };
        let addressees = list.map(addressees).unwrap_or_default();
        let all = codes.iter().enumerate().map(|(place, code)| (addressees.get(place), *code));
        Ok(Some(NewFile::write(path, letters.html(all).as_bytes())?))
    }
}

/// A fact as it is written.
fn given(written: &str) -> Result<(GivenName, String), String> {
    let read = written.split_once('=').and_then(|(name, value)| Some((name.parse().ok()?, value.to_owned())));
    read.filter(|(_, value)| !value.is_empty()).ok_or_else(|| "write NAME=VALUE, such as council=ooduka".to_owned())
}

fn addressees(list: &AddressList) -> Vec<Addressee> {
    let [name, address, second, postal_code] = [NAME, ADDRESS, ADDRESS_2, POSTAL_CODE].map(|names| list.column(names));
    let of = |row: &crate::address_list::AddressRow| Addressee {
        postal_code: row.field(postal_code).to_owned(),
        address: vec![row.field(address).to_owned(), row.field(second).to_owned()],
        name: row.field(name).to_owned(),
    };
    list.rows.iter().map(of).collect()
}

/// The list in a file, or everything that is wrong with it, told with its lines.
pub(super) fn read_list(path: &Path) -> Result<AddressList, CommandError> {
    let bytes = std::fs::read(path).map_err(|error| CommandError::ListUnreadable { path: path.to_owned(), error })?;
    AddressList::read(&bytes).or_else(|faults| {
        for fault in &faults {
            writeln!(std::io::stderr(), "{}: {fault}", path.display())?;
        }
        Err(CommandError::List(faults.len()))
    })
}

/// The list with a column of codes at its end, as Excel reads it.
pub(super) fn with_codes(list: &AddressList, codes: &[InvitationCode]) -> Result<Vec<u8>, CommandError> {
    let own = list.column(CODE);
    let others = |fields: &[String]| {
        let others = fields.iter().enumerate().filter(|(place, _)| Some(*place) != own);
        others.map(|(_, field)| Field::Plain(field.clone())).collect::<Vec<_>>()
    };
    let mut bytes = Vec::new();
    write_mark(&mut bytes)?;
    write_row(&mut bytes, others(&list.head).into_iter().chain([Field::Plain(CODE[0].to_owned())]))?;
    for (row, code) in list.rows.iter().zip(codes) {
        write_row(&mut bytes, others(&row.fields).into_iter().chain([Field::Plain(code.to_string())]))?;
    }
    Ok(bytes)
}
