//! What is wrong with an indicator or with the adults of the wards, in Japanese.

use indicators::{AdultsFault, IndicatorFault};

pub(super) fn in_japanese(fault: &IndicatorFault) -> String {
    match fault {
        IndicatorFault::Twice => "id が2回あります。どちらかを別の id にしてください".to_owned(),
        IndicatorFault::UnknownItem { item } => {
            format!("設問「{item}」がありません。名前を直すか、この版の指標から外してください")
        }
        IndicatorFault::NotFed { item } => {
            format!("設問「{item}」の feeds にこの指標がありません。設問の feeds に id を足してください")
        }
        IndicatorFault::FedByNothing => "もとになる設問がありません。questions か computed を書いてください".to_owned(),
        IndicatorFault::NoSuchGiven { item } => {
            format!(
                "「{item}」は、リンクが持ってくる事実ではありません。調査票の givens に足すか、councils_by を消してください"
            )
        }
        IndicatorFault::NoSuchInstrument { instrument } => {
            format!("調査票「{instrument}」がありません。回答率の instrument を直してください")
        }
        IndicatorFault::UnknownCode { item, code } => {
            format!("設問「{item}」に選択肢「{code}」がありません。code を直してください")
        }
        IndicatorFault::PositiveSaysNothing { code } => {
            format!("「{code}」は「わからない」「答えたくない」なので positive にできません。消してください")
        }
        IndicatorFault::PositiveDiffers { item } => {
            format!("設問「{item}」の positive とちがいます。両方を同じにしてください")
        }
        IndicatorFault::NothingPositive => "positive がありません。肯定として数える code を書いてください".to_owned(),
        IndicatorFault::UnknownWard { ward } => {
            format!("区「{ward}」は wards.toml にありません。コードを直してください")
        }
        IndicatorFault::NoYear { text } => format!(
            "目標「{text}」に年度がありません。fiscal_year を書くか、文書に年度がないときは year_unstated = true と書いてください"
        ),
        IndicatorFault::NoValue { text } => format!("目標「{text}」に数字がありません。value を書いてください"),
        IndicatorFault::UnknownDocument { document } => {
            format!("文書「{document}」がありません。source を直してください")
        }
        IndicatorFault::UnknownDoubt { doubt } => {
            format!("「{doubt}」が doubts.toml にありません。doubts.toml に書くか、名前を直してください")
        }
    }
}

pub(super) fn of_adults_in_japanese(fault: &AdultsFault) -> String {
    match fault {
        AdultsFault::Ages { place, found, ages } => {
            format!("{place}: 年齢は {ages} なのに、数が {found} あります。年齢の順に1つずつ書いてください")
        }
        AdultsFault::DoesNotAddUp { place, sum, total } => {
            format!("{place}: 年齢と性別の合計は {sum} で、total の {total} と合いません。どちらかを直してください")
        }
        AdultsFault::CityDoesNotAddUp { place, sum, total } => {
            format!("{place}: 区の合計は {sum} で、市の {total} と合いません。どちらかを直してください")
        }
        AdultsFault::UnknownWard { ward } => format!("区「{ward}」は wards.toml にありません。コードを直してください"),
    }
}
