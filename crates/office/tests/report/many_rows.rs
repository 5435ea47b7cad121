//! How long it takes to count a table again, and how much memory, of however many rows.

use std::path::{Path, PathBuf};

use office::content::Content;
use office::report::Feeds;
use questionnaire::Survey;

use super::people::{SURVEY, city};
use crate::commands::{run, said};
use crate::export::memory::program;
use crate::export::parquet::{python, python_of};

/// What it may have at any size: the list of what is where in the file grows a little with it.
const KIB_MAX: u64 = 300 << 10;

/// Writes the table of `sys.argv[1]` over and over into `sys.argv[2]`, so that it has about as many rows as `sys.argv[3]` says;
/// prints how many it has.
const MULTIPLY: &str = "
import pyarrow
table = parquet.read_table(sys.argv[1])
group = pyarrow.concat_tables([table] * max(1, (1 << 14) // len(table))).combine_chunks()
times = max(1, int(sys.argv[3]) // len(group))
with parquet.ParquetWriter(sys.argv[2], table.schema, compression='snappy') as writer:
    for _ in range(times):
        writer.write_table(group, row_group_size=len(group))
print(json.dumps([times * len(group), len(group) // len(table) * times]))
";

/// Runs a program on one core; how many seconds it took, its most memory in KiB, and what it printed.
const MEASURE: &str = "
import os, time
begun = time.monotonic()
ran = subprocess.run(sys.argv[1:], check=True, stdout=subprocess.PIPE, preexec_fn=lambda: os.sched_setaffinity(0, {1 % os.cpu_count()}))
took = time.monotonic() - begun
print(json.dumps([took, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, ran.stdout.decode()]))
";

/// The plain shares alone, of the columns `sys.argv[2:]`, by ward; how many seconds they took.
const SHARES: &str = "
import duckdb, json, sys, time
base = duckdb.connect(config={'threads': 1})
begun = time.monotonic()
for name in sys.argv[2:]:
    base.execute(f'SELECT ward, \"{name}\", count(*) FROM read_parquet(?) WHERE stored = ? GROUP BY ALL', [sys.argv[1], 'counted']).fetchall()
print(json.dumps(time.monotonic() - begun))
";

/// The seconds and KiB that it takes to count `table` again, and what is printed.
fn recounted(folder: &Path, table: &Path) -> (f64, u64, String) {
    let (program, database) = (program(), format!("sqlite:{}", folder.join("koe.db").display()));
    let content = folder.join("content");
    let words = ["recount", SURVEY].map(Path::new);
    let more = [table, Path::new("--database"), Path::new(&database), Path::new("--content"), &content];
    let told = python(MEASURE, &[&[program.as_path()][..], &words, &more].concat());
    (told[0].as_f64().unwrap(), told[1].as_u64().unwrap(), told[2].as_str().unwrap().to_owned())
}

/// The columns of the questions that feed an indicator.
fn columns(folder: &Path) -> Vec<PathBuf> {
    let content = Content::read(&folder.join("content"));
    let survey = Survey::try_from(content.surveys[SURVEY].clone()).unwrap();
    let feeds = Feeds::of(&content.indicators.all, &survey);
    let own = feeds.indicators.iter().flat_map(|indicator| &indicator.questions);
    let own = own.filter(|item| item.questionnaire == *survey.questionnaire().id());
    own.map(|item| item.question.as_str().replace('-', "_").into()).collect()
}

#[tokio::test]
async fn soak_a_table_of_many_rows_is_counted_again_in_the_memory_of_few() {
    let (folder, _) = city(|_| 42).await;
    let folder = folder.path();
    said(&run(folder, &["export", "--survey", SURVEY, "--database", "sqlite:koe.db", "--out", "out"]));
    let (table, many) = (folder.join("out/responses.parquet"), folder.join("many.parquet"));
    let wished = std::env::var("KOE_SOAK_COUNT").unwrap_or_else(|_| "50000".to_owned());
    let grown = python(MULTIPLY, &[&table, &many, Path::new(&wished)]);
    let (rows, times) = (grown[0].as_u64().unwrap(), grown[1].as_u64().unwrap());
    let (_, _, of_few) = recounted(folder, &table);
    let (took_s, kib, of_many) = recounted(folder, &many);
    println!("{rows} rows of Parquet counted again for every indicator in {took_s:.1} s on one core, {} MB", kib >> 10);
    if let Some(seconds) = python_of("KOE_DUCKDB", SHARES, &[&[many.as_path()][..], &each(&columns(folder))].concat()) {
        println!("DuckDB, the plain shares of the same columns alone, on one core: {:.1} s", seconds.as_f64().unwrap());
    }
    assert!(kib < KIB_MAX, "{kib} KiB for {rows} rows");
    for (few, many) in of_few.lines().zip(of_many.lines()).skip(1) {
        let counts =
            |line: &str| -> Vec<u64> { line.split(',').skip(2).take(3).map(|count| count.parse().unwrap()).collect() };
        let grown: Vec<u64> = counts(few).iter().map(|count| count * times).collect();
        assert_eq!(counts(many), grown, "{few}");
    }
}

fn each(paths: &[PathBuf]) -> Vec<&Path> {
    paths.iter().map(PathBuf::as_path).collect()
}
