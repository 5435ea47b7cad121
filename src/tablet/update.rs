//! The rules of a tablet: what has happened, what that makes of it, what is to be done.

mod sending;
mod setup;
mod staff;
mod visiting;

use super::effect::Task;
use super::message::Happened;
use super::state::{Stage, Tablet};
use crate::effect::Focus;
use crate::message::Moment;

/// Seconds between two looks at what the office publishes.
const REFRESH_S: u32 = 600;
/// Seconds between two reports, where something has changed, and where nothing has.
const REPORT_S: u32 = 60;
const REPORT_QUIET_S: u32 = 900;
/// Seconds between two tries to write what could not be written.
const WRITE_S: u32 = 5;

/// Takes what has happened into the tablet and says what is to be done. It touches nothing else: no clock, no dice, no
/// browser.
pub fn update(tablet: &mut Tablet, happened: Happened, moment: &Moment) -> Vec<Task> {
    let mut turn = Turn { tablet, moment, tasks: Vec::new() };
    turn.take(happened);
    turn.tasks
}

/// One thing being taken in.
struct Turn<'a> {
    tablet: &'a mut Tablet,
    moment: &'a Moment,
    tasks: Vec<Task>,
}

impl Turn<'_> {
    #[expect(clippy::wildcard_enum_match_arm, reason = "what people do is taken below")]
    fn take(&mut self, happened: Happened) {
        match happened {
            Happened::Opened(held) => self.opened(held),
            Happened::HeldElsewhere => self.tablet.stage = Stage::Held,
            Happened::PendingKept(kept) => self.pending_kept(kept),
            Happened::Enrolled(result) => self.enrolled(result),
            Happened::SurveyFetched(survey, result) => self.survey_fetched(&survey, result),
            Happened::WordsFetched(language, json) => self.words_fetched(&language, json),
            Happened::RoomTold(room) => self.tablet.room = room,
            Happened::Ticked => self.ticked(),
            Happened::Touched => self.touched(),
            Happened::BackPressed => self.back_pressed(),
            Happened::OnlineChanged(online) => self.online_changed(online),
            Happened::VoiceHeard(voices) => self.voice_heard(voices),
            Happened::Visit(number, message) => self.visit_told(number, message),
            Happened::Written(id) => self.written(id),
            Happened::WriteFailed(unwritten) => self.write_failed(*unwritten),
            Happened::Sent(ids, heard) => self.sent(&ids, heard.as_ref()),
            Happened::Tested(known) => self.tested(known),
            Happened::Reported(known) => self.reported(known),
            Happened::Exported(count) => self.exported(count),
            done => self.take_done(done),
        }
    }

    /// What people do between two visits.
    #[expect(clippy::wildcard_enum_match_arm, reason = "everything else was taken above")]
    fn take_done(&mut self, done: Happened) {
        match done {
            Happened::Began(survey, language) => self.began(&survey, &language),
            Happened::Left => self.left(),
            Happened::StaffSought => self.staff_sought(),
            Happened::PinTyped(typed) => self.pin_typed(typed),
            Happened::PinEntered => self.pin_entered(),
            Happened::Closed => self.closed(),
            Happened::SetupRetried => self.setup_retried(),
            Happened::InterviewerTyped(typed) => self.interviewer_typed(typed),
            Happened::AssistedSwitched => self.tablet.desk.assisted ^= true,
            Happened::SendAsked => self.send_asked(false),
            Happened::RetryAsked => self.send_asked(true),
            Happened::TestAsked => self.test_asked(),
            Happened::ExportAsked => self.export_asked(),
            Happened::ReceiptsChosen(text) => self.receipts_chosen(&text),
            _ => {}
        }
    }

    /// Puts another screen up; its heading is what is read first.
    fn stand(&mut self, stage: Stage) {
        self.tablet.stage = stage;
        self.tasks.push(Task::Focus(Focus::Heading));
    }

    /// What has to be done from time to time.
    fn ticked(&mut self) {
        let tablet = &mut *self.tablet;
        let slept_ms = self.moment.unix_ms.saturating_sub(tablet.ticked_ms);
        let first = tablet.ticked_ms == 0;
        tablet.ticked_ms = self.moment.unix_ms;
        tablet.age_s = tablet.age_s.wrapping_add(1);
        tablet.pin_pause_s = tablet.pin_pause_s.saturating_sub(1);
        let age_s = tablet.age_s;
        self.count_quiet(if first { 0 } else { slept_ms });
        if age_s.is_multiple_of(WRITE_S) {
            self.write_again();
        }
        if age_s.is_multiple_of(REFRESH_S) {
            self.refresh();
        }
        let report_s = if self.tablet.unreported { REPORT_S } else { REPORT_QUIET_S };
        if age_s.is_multiple_of(report_s) {
            self.report();
        }
        self.tend();
    }

    fn online_changed(&mut self, online: bool) {
        self.tablet.online = online;
        if let Some(number) = self.tablet.visit().map(|visit| visit.number) {
            self.visit_told(number, crate::message::Message::OnlineChanged(online));
        }
        if online {
            self.send_asked(false);
            self.refresh();
        }
    }
}
