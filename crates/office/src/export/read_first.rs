//! What whoever opens the folder must know before the files.

/// The note.
pub(super) const READ_FIRST: &str = "READ-FIRST.txt";

/// The note on an export of so many responses and free texts.
pub(super) fn read_first(survey: &str, rows: u64, texts: u64) -> String {
    format!(
        "\u{feff}{survey}\r\n\r\n\
         【必ず読んでください】\r\n\
         このフォルダーには、{rows} 件の回答がひとつずつ入っています。統計にしていない個票です。庁外に出さず、使い終わったら消してください。\r\n\
         free-text.csv と free-text.parquet（{texts} 件）は、書かれたことばそのままです。名前・住所・病気など、だれのことかわかることが書かれているかもしれません。\r\n\
         人に渡す前に、1件ずつ読んで伏せてください。ほかのファイルには自由記述は入っていません。\r\n\
         \r\n\
         responses.csv   コードの表（Excel で開けます）\r\n\
         labels.csv      ことばの表（Excel で開けます）\r\n\
         codebook.csv    列の意味\r\n\
         responses.jsonl 1行に1件の JSON\r\n\
         responses.parquet Python や R で読む表。答えがないところは空で、そのわけは列の名前に __nothing を付けた列にあります\r\n\
         numbers.csv     数字の表。numbers.sps（SPSS・PSPP）、numbers.sss（Triple-S 2.0）、ddi.xml（DDI-Codebook 2.5）がその説明です\r\n\
         \r\n\
         答えがないときは4通りを区別します: _not_asked 非該当（聞いていない）、_no_answer 無回答、_dont_know わからない、\r\n\
         _prefer_not_to_say 答えたくない。数字の表では codebook.csv の number の数です。\r\n\
         Excel が式として動かしたり、数や日付に変えたりしないように、= + - @ などで始まることばと、0661234567 や 1-2 のように書かれた\r\n\
         ことばやコードの前には ' を付けています。responses.jsonl と .parquet はもとのままです。\r\n\
         \r\n\
         [Read this first]\r\n\
         These are {rows} single responses, not statistics. Keep them inside the office, and delete them when done.\r\n\
         free-text.csv and free-text.parquet ({texts} texts) are what people wrote, word for word: they may name somebody. Read and redact each text\r\n\
         before anybody else gets it. No other file holds free text.\r\n"
    )
}
