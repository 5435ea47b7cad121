//! How much memory an export takes, of however many responses: all files at once, and each by itself at the desk.

use std::path::{Path, PathBuf};

use office::clock;
use office::export::Format;
use office::staff::{Password, Proof, Staff};
use office::store::StoreOptions;

use super::many::multiply;
use super::parquet::python;
use crate::desk::browser::{Browser, PASSWORD};
use crate::killed::Process;
use crate::office::{make_site, open};
use crate::report::people::{SURVEY, city};

/// What is gathered of one group of rows, and room for chance.
const MORE_KIB: u64 = 48 << 10;

/// The program that is handed over, where there is one: a million responses are much for one that is built to be tested.
pub(crate) fn program() -> PathBuf {
    std::env::var_os("KOE_OFFICE").unwrap_or_else(|| env!("CARGO_BIN_EXE_koe-office").into()).into()
}

fn database(folder: &Path) -> String {
    format!("sqlite:{}", folder.join("koe.db").display())
}

/// The rows of an export into the folder `out`, and the most memory that it had, in KiB.
fn of_all_files(folder: &Path, out: &Path) -> (u64, u64) {
    const MEASURE: &str = "subprocess.run(sys.argv[2:], check=True, stdout=subprocess.DEVNULL)\n\
                           most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss\n\
                           print(json.dumps([parquet.ParquetFile(sys.argv[1]).metadata.num_rows, most]))\n";
    let (read, program, database) = (out.join("responses.parquet"), program(), database(folder));
    let words = ["export", "--survey", SURVEY, "--database", &database, "--out"].map(Path::new);
    let measured = python(MEASURE, &[&[&read, program.as_path()][..], &words, &[out]].concat());
    (measured[0].as_u64().unwrap(), measured[1].as_u64().unwrap())
}

/// The bytes of a file as the desk hands it out, and the most memory that the office had meanwhile, in KiB.
async fn of_one_file(folder: &Path, format: Format) -> (u64, u64) {
    let address = database(folder);
    let (content, site) = (folder.join("content").display().to_string(), folder.join("site").display().to_string());
    let more = ["--database", &address, "--content", &content, "--site", &site];
    let office = Process::start_of(&program(), folder, &more);
    let mut browser = Browser::of(office.client.clone());
    assert_eq!(browser.signs_in("city", PASSWORD).await.status.as_u16(), 303);
    let page = format!("/office/surveys/{SURVEY}/export");
    browser.get(&page).await;
    let process = format!("/proc/{}", office.child.id());
    // What a password takes to be looked at is given back, and is not looked at here.
    std::fs::write(format!("{process}/clear_refs"), "5").unwrap();
    let bytes = browser.takes(&page, &[("file", format.file_name())]).await;
    let status = std::fs::read_to_string(format!("{process}/status")).unwrap();
    let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    (bytes, most.trim().trim_end_matches(" kB").parse().unwrap())
}

#[tokio::test]
async fn soak_an_export_of_many_takes_no_more_memory_than_one_of_few() {
    let (folder, _) = city(|place| if place == 0 { 77 } else { 1 }).await;
    let folder = folder.path();
    make_site(folder);
    let store = open(folder, StoreOptions::default()).await;
    let (password, staff): (Password, _) =
        (PASSWORD.parse().unwrap(), Staff { name: "city".parse().unwrap(), role: "city".parse().unwrap() });
    assert!(store.add_staff(&staff, &Proof::Password(password.hash().unwrap()), clock::now()).await.unwrap());
    store.close().await;
    let count: Option<u32> = std::env::var("KOE_SOAK_COUNT").ok().and_then(|count| count.parse().ok());
    let times = count.map_or(vec![1, 10], |count| vec![count / 10_000, 10, 10]);
    let (mut size, mut few) = (100, Vec::new());
    for (step, times) in times.into_iter().enumerate() {
        multiply(folder, times - 1, step).await;
        size *= u64::from(times);
        let out = folder.join("out");
        let (rows, kib) = of_all_files(folder, &out);
        assert_eq!(rows, size);
        let mut seen = vec![("all files".to_owned(), kib)];
        for format in Format::ALL {
            let name = format.file_name();
            let (bytes, kib) = of_one_file(folder, format).await;
            assert_eq!(bytes, out.join(name).metadata().unwrap().len(), "{name}");
            seen.push((name.to_owned(), kib));
        }
        std::fs::remove_dir_all(&out).unwrap();
        if few.is_empty() {
            few.clone_from(&seen);
        }
        for ((name, kib), (_, first)) in seen.iter().zip(&few) {
            println!("{size} responses, {name}: {kib} KiB");
            assert!(*kib < first + MORE_KIB, "{size} responses in {kib} KiB, {name}, the first of them in {first} KiB");
        }
    }
}
