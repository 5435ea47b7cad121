//! The log of what was done.

use axum::http::StatusCode;
use axum::response::Response;

use super::figures::in_japan;
use super::frame::{Frame, Refused, Table};
use super::signed::Signed;
use super::visit::Visit;
use super::word::{Speech, Word};
use crate::audit::Act;
use crate::http::html::escape;

/// Rows shown at once.
const ROWS: u32 = 100;

/// `GET /office/log`
pub(super) async fn show(visit: Visit, signed: Signed) -> Result<Response, Refused> {
    visit.office.note(&signed, Act::Audit, "").await?;
    let speech = Speech(visit.tongue);
    let before = visit.asks("before").and_then(|before| before.parse().ok()).unwrap_or(i64::MAX);
    let entries = visit.office.store.audit_before(before, ROWS).await?;
    let rows = entries.iter().map(|entry| {
        vec![
            entry.number.to_string(),
            in_japan(&entry.at),
            escape(&entry.who),
            Act::named(&entry.act).map_or_else(|| escape(&entry.act), |act| speech.say(says(act))),
            escape(&entry.what),
        ]
    });
    let heads = [Word::Number, Word::At, Word::Who, Word::Act, Word::What].map(|word| speech.say(word)).to_vec();
    let table = Table { caption: speech.say(Word::Log), heads, rows: rows.collect(), words: 5 };
    let earlier = entries
        .last()
        .filter(|last| last.number > 1)
        .map(|last| format!("<p><a href=\"/office/log?before={}\">{}</a></p>", last.number, speech.say(Word::Earlier)));
    let shown =
        if table.rows.is_empty() { format!("<p>{}</p>", speech.say(Word::LogNone)) } else { table.draw(speech) };
    let body = format!("<p>{}</p>{shown}{}", speech.say(Word::LogLead), earlier.unwrap_or_default());
    Ok(Frame { visit: &visit, signed: Some(&signed), title: speech.say(Word::Log), live: false }
        .draw(StatusCode::OK, &body))
}

/// What is said of an act.
fn says(act: Act) -> Word {
    match act {
        Act::SignIn => Word::ActSignIn,
        Act::SignInRefused => Word::ActSignInRefused,
        Act::SignOut => Word::ActSignOut,
        Act::Show => Word::ActShow,
        Act::StaffAdd => Word::ActStaffAdd,
        Act::StaffRemove => Word::ActStaffRemove,
        Act::StaffPassword => Word::ActStaffPassword,
        Act::StaffSignOn => Word::ActStaffSignOn,
        Act::Survey => Word::ActSurvey,
        Act::Invite => Word::ActInvite,
        Act::Outcome => Word::ActOutcome,
        Act::Export => Word::ActExport,
        Act::Open => Word::ActOpen,
        Act::Report => Word::ActReport,
        Act::Load => Word::ActLoad,
        Act::Paper => Word::ActPaper,
        Act::Read => Word::ActRead,
        Act::Theme => Word::ActTheme,
        Act::KioskAdd => Word::ActKioskAdd,
        Act::KioskRemove => Word::ActKioskRemove,
        Act::Backup => Word::ActBackup,
        Act::Restore => Word::ActRestore,
        Act::Copy => Word::ActCopy,
        Act::Delete => Word::ActDelete,
        Act::Audit => Word::ActAudit,
    }
}
