//! The interface's own words: one typed key for each place of the screen that speaks.

use std::sync::Arc;

use questionnaire::tree::{self, Faults, FromNode, Node};
use questionnaire::{Language, Text};

/// The words of the interface in one language, as the city wrote them in `content/interface/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words(Vec<Text>);

/// The languages of the interface: with all their words, or with their names alone as long as nobody reads them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interface(Vec<(Language, Arc<Words>)>);

macro_rules! words {
    ($($(#[$only:meta])* $name:ident $group:ident.$key:ident)*) => {
        /// A place of the screen that speaks, by its table and key in the word files.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Word {
            $(
                $(#[$only])*
                #[doc = concat!("`", stringify!($group), ".", stringify!($key), "`")]
                $name,
            )*
        }

        impl Word {
            /// Every place, with its table and key, in the order of the enum.
            pub const ALL: &'static [(Self, &'static str, &'static str)] =
                &[$($(#[$only])* (Self::$name, stringify!($group), stringify!($key)),)*];
        }
    };
}

words! {
    LanguageName language.name
    LanguageChoose language.choose
    LanguageRubyOn language.ruby_on
    LanguageRubyOff language.ruby_off
    LanguageAway language.away
    SizeStandard size.standard
    SizeLarge size.large
    SizeLargest size.largest
    AloudRead aloud.read
    AloudStop aloud.stop
    NoticeHeading notice.heading
    NoticeRehearsal notice.rehearsal
    NoticeClosed notice.closed
    NoticeMemoryOnly notice.memory_only
    NoticeSaveFailed notice.save_failed
    NoticeSaved notice.saved
    NoticeSaving notice.saving
    NoticeUnsent notice.unsent
    NoticeOffline notice.offline
    NoticeUnsealed notice.unsealed
    OpeningPurpose opening.purpose
    OpeningOffice opening.office
    OpeningHandling opening.handling
    OpeningPaper opening.paper
    OpeningKeep opening.keep
    OpeningStart opening.start
    OpeningResume opening.resume
    OpeningResumeNote opening.resume_note
    CodeTitle code.title
    CodeHelp code.help
    CodeLabel code.label
    CodeCheck code.check
    CodeChecking code.checking
    CodeEmpty code.empty
    CodeUnknown code.unknown
    CodeUsed code.used
    CodeUsedHelp code.used_help
    CodeGoOn code.go_on
    WardMissing ward.missing
    AskingSections asking.sections
    AskingSection asking.section
    AskingSectionDone asking.section_done
    AskingSectionNow asking.section_now
    AskingQuestion asking.question
    AskingRequired asking.required
    AskingNext asking.next
    AskingPrevious asking.previous
    AskingPass asking.pass
    AskingInsist asking.insist
    AskingClear asking.clear
    AskingToReview asking.to_review
    AskingOne asking.one
    AskingSeveral asking.several
    AskingAtMost asking.at_most
    AskingOther asking.other
    AskingApart asking.apart
    AskingClearedOthers asking.cleared_others
    AskingClearedAlone asking.cleared_alone
    AskingAnswerCleared asking.answer_cleared
    TextLeft text.left
    TextOver text.over
    TextPrivate text.private
    NumberRange number.range
    NumberYear number.year
    NumberMonth number.month
    NumberDay number.day
    NumberYearHelp number.year_help
    NumberDateForm number.date_form
    NumberMonthForm number.month_form
    RatingEnds rating.ends
    RankingHelp ranking.help
    RankingAtMost ranking.at_most
    RankingChosen ranking.chosen
    RankingNone ranking.none
    RankingRest ranking.rest
    RankingPlace ranking.place
    RankingUp ranking.up
    RankingDown ranking.down
    RankingRemove ranking.remove
    RankingUpOf ranking.up_of
    RankingDownOf ranking.down_of
    RankingRemoveOf ranking.remove_of
    RankingPlaced ranking.placed
    RankingRemoved ranking.removed
    RankingFull ranking.full
    FindingsTitle findings.title
    FindingsError findings.error
    FindingsReminder findings.reminder
    FindingsUnanswered findings.unanswered
    FindingsRequired findings.required
    FindingsSoft findings.soft
    RejectionAgain rejection.again
    RejectionTooMany rejection.too_many
    RejectionNotAlone rejection.not_alone
    RejectionOtherTooLong rejection.other_too_long
    RejectionNotANumber rejection.not_a_number
    RejectionOutOfRange rejection.out_of_range
    RejectionNotADate rejection.not_a_date
    RejectionDateOutOfRange rejection.date_out_of_range
    RejectionNotAMonth rejection.not_a_month
    RejectionMonthOutOfRange rejection.month_out_of_range
    RejectionTooLong rejection.too_long
    RejectionControlCharacter rejection.control_character
    RejectionLineBreak rejection.line_break
    ReviewTitle review.title
    ReviewLead review.lead
    ReviewChange review.change
    ReviewChangeOf review.change_of
    ReviewBlank review.blank
    ReviewAssisted review.assisted
    ReviewAssistedHelp review.assisted_help
    ReviewSend review.send
    ReviewPrevious review.previous
    SendingTitle sending.title
    SendingText sending.text
    WaitingTitle waiting.title
    WaitingText waiting.text
    WaitingMemoryOnly waiting.memory_only
    WaitingEvictable waiting.evictable
    WaitingRetry waiting.retry
    WaitingRetrying waiting.retrying
    ParkedTitle parked.title
    ParkedText parked.text
    ParkedUnreadable parked.unreadable
    ParkedNotOpen parked.not_open
    ParkedCodeUnknown parked.code_unknown
    ParkedConflict parked.conflict
    ParkedTooLarge parked.too_large
    ParkedInvalid parked.invalid
    ParkedRetry parked.retry
    FileSave file.save
    FileHelp file.help
    SentTitle sent.title
    SentText sent.text
    SentRehearsal sent.rehearsal
    SentAsideCode sent.aside_code
    SentAsideLate sent.aside_late
    SentAside sent.aside
    SentLeave sent.leave
    ReceiptTitle receipt.title
    ReceiptLater receipt.later
    ReceiptWhy receipt.why
    ReceiptCopy receipt.copy
    ReceiptCopied receipt.copied
    ReceiptCopyFailed receipt.copy_failed
    ReceiptPrint receipt.print
    ReceiptSave receipt.save
    DeviceTitle device.title
    DeviceRestart device.restart
    DeviceErase device.erase
    DeviceRestartTitle device.restart_title
    DeviceRestartKept device.restart_kept
    DeviceRestartLost device.restart_lost
    DeviceRestartSlip device.restart_slip
    DeviceRestartYes device.restart_yes
    DeviceEraseTitle device.erase_title
    DeviceEraseText device.erase_text
    DeviceEraseUnsent device.erase_unsent
    DeviceEraseUnsentToo device.erase_unsent_too
    DeviceEraseYes device.erase_yes
    DeviceErased device.erased
    DeviceCancel device.cancel
    HeldTitle held.title
    HeldText held.text
    HeldTake held.take
    FullTitle full.title
    FullText full.text
    FullRetry full.retry
    FullPlain full.plain
    #[cfg(feature = "ssr")]
    PlainKeep plain.keep
    #[cfg(feature = "ssr")]
    PlainLimit plain.limit
    #[cfg(feature = "ssr")]
    PlainOtherIf plain.other_if
    #[cfg(feature = "ssr")]
    PlainHere plain.here
    #[cfg(feature = "ssr")]
    PlainReceipt plain.receipt
    #[cfg(feature = "ssr")]
    PlainLeave plain.leave
    #[cfg(feature = "ssr")]
    PlainConflictTitle plain.conflict_title
    #[cfg(feature = "ssr")]
    PlainConflict plain.conflict
    #[cfg(feature = "ssr")]
    PlainConflictNumber plain.conflict_number
    #[cfg(feature = "ssr")]
    PlainNotOpen plain.not_open
    #[cfg(feature = "ssr")]
    PlainCodesUnheard plain.codes_unheard
    #[cfg(feature = "ssr")]
    PlainBusy plain.busy
    #[cfg(feature = "ssr")]
    PlainRefused plain.refused
    #[cfg(feature = "ssr")]
    PlainChanged plain.changed
    #[cfg(feature = "ssr")]
    PlainUnclear plain.unclear
    #[cfg(feature = "ssr")]
    PlainTwice plain.twice
    #[cfg(feature = "ssr")]
    PlainUnreadTitle plain.unread_title
    #[cfg(feature = "ssr")]
    PlainUnread plain.unread
    #[cfg(feature = "ssr")]
    PlainUnreadTyped plain.unread_typed
    #[cfg(feature = "ssr")]
    PlainAnew plain.anew
    #[cfg(feature = "ssr")]
    PlainTooLargeTitle plain.too_large_title
    #[cfg(feature = "ssr")]
    PlainTooLarge plain.too_large
    #[cfg(feature = "ssr")]
    PlainGarbledTitle plain.garbled_title
    #[cfg(feature = "ssr")]
    PlainGarbled plain.garbled
    #[cfg(feature = "ssr")]
    PlainForeignTitle plain.foreign_title
    #[cfg(feature = "ssr")]
    PlainForeign plain.foreign
    #[cfg(feature = "tablet")]
    TabletTouch tablet.touch
    #[cfg(feature = "tablet")]
    TabletStaff tablet.staff
    #[cfg(feature = "tablet")]
    TabletAway tablet.away
    #[cfg(feature = "tablet")]
    TabletMemory tablet.memory
    #[cfg(feature = "tablet")]
    TabletLeave tablet.leave
    #[cfg(feature = "tablet")]
    TabletLeaveTitle tablet.leave_title
    #[cfg(feature = "tablet")]
    TabletLeaveText tablet.leave_text
    #[cfg(feature = "tablet")]
    TabletLeaveYes tablet.leave_yes
    #[cfg(feature = "tablet")]
    TabletStay tablet.stay
    #[cfg(feature = "tablet")]
    TabletStillThere tablet.still_there
    #[cfg(feature = "tablet")]
    TabletStillThereText tablet.still_there_text
    #[cfg(feature = "tablet")]
    TabletClosing tablet.closing
    #[cfg(feature = "tablet")]
    TabletClosingText tablet.closing_text
    #[cfg(feature = "tablet")]
    TabletKeptTitle tablet.kept_title
    #[cfg(feature = "tablet")]
    TabletKeptText tablet.kept_text
    #[cfg(feature = "tablet")]
    TabletRefusedText tablet.refused_text
    #[cfg(feature = "tablet")]
    TabletReceipt tablet.receipt
    #[cfg(feature = "tablet")]
    TabletFinish tablet.finish
    #[cfg(feature = "tablet")]
    TabletThanks tablet.thanks
    #[cfg(feature = "tablet")]
    TabletHandBack tablet.hand_back
    #[cfg(feature = "tablet")]
    TabletTaken tablet.taken
    #[cfg(feature = "tablet")]
    TabletElsewhere tablet.elsewhere
    #[cfg(feature = "tablet")]
    TabletFull tablet.full
    #[cfg(feature = "tablet")]
    TabletNoRoom tablet.no_room
    #[cfg(feature = "tablet")]
    TabletNotWritten tablet.not_written
    #[cfg(feature = "tablet")]
    TabletRevoked tablet.revoked
    #[cfg(feature = "tablet")]
    TabletNoSurvey tablet.no_survey
    #[cfg(feature = "tablet")]
    TabletSetup tablet.setup
    #[cfg(feature = "tablet")]
    TabletEnrolling tablet.enrolling
    #[cfg(feature = "tablet")]
    TabletNoLink tablet.no_link
    #[cfg(feature = "tablet")]
    TabletLinkUnknown tablet.link_unknown
    #[cfg(feature = "tablet")]
    TabletUnreachable tablet.unreachable
    #[cfg(feature = "tablet")]
    TabletNoStorage tablet.no_storage
    #[cfg(feature = "tablet")]
    TabletRetry tablet.retry
    #[cfg(feature = "tablet")]
    TabletBack tablet.back
    #[cfg(feature = "tablet")]
    TabletPin tablet.pin
    #[cfg(feature = "tablet")]
    TabletPinChoose tablet.pin_choose
    #[cfg(feature = "tablet")]
    TabletPinAgain tablet.pin_again
    #[cfg(feature = "tablet")]
    TabletPinWhy tablet.pin_why
    #[cfg(feature = "tablet")]
    TabletPinLabel tablet.pin_label
    #[cfg(feature = "tablet")]
    TabletPinDigits tablet.pin_digits
    #[cfg(feature = "tablet")]
    TabletPinDiffers tablet.pin_differs
    #[cfg(feature = "tablet")]
    TabletPinWrong tablet.pin_wrong
    #[cfg(feature = "tablet")]
    TabletPinPause tablet.pin_pause
    #[cfg(feature = "tablet")]
    TabletStaffTitle tablet.staff_title
    #[cfg(feature = "tablet")]
    TabletDevice tablet.device
    #[cfg(feature = "tablet")]
    TabletStaffWaiting tablet.staff_waiting
    #[cfg(feature = "tablet")]
    TabletStaffParked tablet.staff_parked
    #[cfg(feature = "tablet")]
    TabletCount tablet.count
    #[cfg(feature = "tablet")]
    TabletSentAt tablet.sent_at
    #[cfg(feature = "tablet")]
    TabletNever tablet.never
    #[cfg(feature = "tablet")]
    TabletFree tablet.free
    #[cfg(feature = "tablet")]
    TabletVersion tablet.version
    #[cfg(feature = "tablet")]
    TabletNotPersistent tablet.not_persistent
    #[cfg(feature = "tablet")]
    TabletSend tablet.send
    #[cfg(feature = "tablet")]
    TabletTest tablet.test
    #[cfg(feature = "tablet")]
    TabletTesting tablet.testing
    #[cfg(feature = "tablet")]
    TabletReached tablet.reached
    #[cfg(feature = "tablet")]
    TabletFile tablet.file
    #[cfg(feature = "tablet")]
    TabletFileHelp tablet.file_help
    #[cfg(feature = "tablet")]
    TabletReceipts tablet.receipts
    #[cfg(feature = "tablet")]
    TabletReceiptsHelp tablet.receipts_help
    #[cfg(feature = "tablet")]
    TabletReceiptsTaken tablet.receipts_taken
    #[cfg(feature = "tablet")]
    TabletNoReceipts tablet.no_receipts
    #[cfg(feature = "tablet")]
    TabletExported tablet.exported
    #[cfg(feature = "tablet")]
    TabletNotExported tablet.not_exported
    #[cfg(feature = "tablet")]
    TabletClose tablet.close
    #[cfg(feature = "tablet")]
    TabletDesk tablet.desk
    #[cfg(feature = "tablet")]
    TabletInterviewer tablet.interviewer
    #[cfg(feature = "tablet")]
    TabletInterviewerHelp tablet.interviewer_help
    #[cfg(feature = "tablet")]
    TabletAssisted tablet.assisted
    #[cfg(feature = "tablet")]
    TabletGive tablet.give
    #[cfg(feature = "tablet")]
    TabletWaiting tablet.waiting
    #[cfg(feature = "tablet")]
    TabletParked tablet.parked
}

impl Words {
    /// What is said there. A place for which the office sent no words stays silent.
    pub fn get(&self, word: Word) -> Option<&Text> {
        self.0.get(word as usize)
    }

    /// All words of `language`, as the office sends them by themselves; nothing, where any is missing.
    pub fn parse(language: &Language, json: &str) -> Option<Self> {
        Some(Self::read(language, tree::parse(json).ok()?)).filter(Self::are_whole)
    }

    fn are_whole(&self) -> bool {
        self.0.iter().all(|text| !text.0.is_empty())
    }

    fn read(language: &Language, mut tables: Node) -> Self {
        let mut words = vec![Text::default(); Word::ALL.len()];
        for (text, (_, table, key)) in words.iter_mut().zip(Word::ALL) {
            let Node::Table(groups) = &mut tables else { continue };
            let group = groups.iter_mut().find(|(name, _)| name == table);
            if let Some(Node::Text(written)) = group.and_then(|(_, group)| group.take(key)) {
                text.0.insert(language.clone(), written);
            }
        }
        Self(words)
    }
}

impl Interface {
    /// The words in `language`, where all of them came.
    pub fn words(&self, language: &Language) -> Option<&Arc<Words>> {
        self.entry(language).filter(|words| words.are_whole())
    }

    /// What `language` is called in itself.
    pub fn name(&self, language: &Language) -> Option<&Text> {
        self.entry(language)?.get(Word::LanguageName)
    }

    /// A language of which all words came.
    pub fn whole(&self) -> Option<&Language> {
        self.0.iter().find(|(_, words)| words.are_whole()).map(|(language, _)| language)
    }

    /// The language of which most words came. Where the device kept them for an earlier program, some may be missing.
    pub fn fullest(&self) -> Option<&(Language, Arc<Words>)> {
        self.0.iter().max_by_key(|(_, words)| words.0.iter().filter(|text| !text.0.is_empty()).count())
    }

    fn entry(&self, language: &Language) -> Option<&Arc<Words>> {
        self.0.iter().find(|(spoken, _)| spoken == language).map(|(_, words)| words)
    }

    /// Whether the interface speaks it.
    pub fn speaks(&self, language: &Language) -> bool {
        self.entry(language).is_some()
    }
}

impl FromNode for Interface {
    /// The interface in the tables of each language: `{"ja": {"opening": {"start": "…"}}}`. Of a language that is not
    /// read yet the table `language` with its `name` is enough.
    fn from_node(node: Node, faults: &mut Faults) -> Self {
        let Node::Table(languages) = node else {
            faults.note();
            return Self(Vec::new());
        };
        let words = |(tag, tables): (String, Node)| {
            let language = Language::from_node(Node::Text(tag), faults);
            let words = Arc::new(Words::read(&language, tables));
            (language, words)
        };
        Self(languages.into_iter().map(words).collect())
    }
}
