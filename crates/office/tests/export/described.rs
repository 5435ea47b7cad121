//! Triple-S and DDI say of the table of numbers what is in it, whoever reads them.

use super::parquet::python;
use super::{export, office, said};

/// Holds every value of the table against what is said of its column; gives how many it saw.
const HELD: &str = r#"
import csv, os
import xml.etree.ElementTree as xml
os.chdir(sys.argv[1])
rows = list(csv.reader(open("numbers.csv", encoding="utf-8", newline="")))
head, seen = rows.pop(0), 0
KINDS = "off_path unreadable two_marks not_asked prefer_not_to_say dont_know no_answer".split()

record = xml.parse("numbers.sss").getroot().find("survey/record")
assert record.attrib == {"ident": "A", "href": "numbers.csv", "format": "csv", "skip": "1"}, record.attrib
variables = record.findall("variable")
assert [variable.find("name").text for variable in variables] == head
assert [variable.find("position").get("start") for variable in variables] == [variable.get("ident") for variable in variables]
assert [variable.get("use") for variable in variables].count("serial") == 1
for variable, column in zip(variables, zip(*rows)):
    kind, size, values = variable.get("type"), variable.find("size"), variable.find("values")
    assert (size is None) == (kind != "character") == (values is not None)
    if values is not None:
        codes = [int(value.get("code")) for value in values.findall("value")]
        assert len(set(codes)) == len(codes) and min(codes) >= 0, codes
        span = values.find("range")
        assert (span is not None) == (kind == "quantity") and values[0].tag == ("value" if span is None else "range")
        among = range(int(span.get("from")), int(span.get("to")) + 1) if span is not None else []
    for value in column:
        seen += 1
        assert len(value) <= int(size.text) if size is not None else int(value) in codes or int(value) in among, value

ddi = "{ddi:codebook:2_5}"
book = xml.parse("ddi.xml").getroot()
ids = [element.get("ID") for element in book.iter() if element.get("ID")]
assert len(set(ids)) == len(ids)
for element in book.iter():
    for reference in (element.get("files", "") + " " + element.get("var", "")).split():
        assert reference in ids, reference
assert [child.tag for child in book] == [ddi + name for name in ("stdyDscr", "fileDscr", "dataDscr")]
assert int(book.find(f".//{ddi}caseQnty").text) == len(rows)
variables = book.findall(f"{ddi}dataDscr/{ddi}var")
assert int(book.find(f".//{ddi}varQnty").text) == len(head)
assert [variable.get("name") for variable in variables] == head
for variable, column in zip(variables, zip(*rows)):
    categories = {category.find(ddi + "catValu").text: category.get("missing") for category in variable.findall(ddi + "catgry")}
    kinds = [category.get("missType") for category in variable.findall(ddi + "catgry") if category.get("missing") == "Y"]
    assert kinds == (KINDS if kinds else []), kinds
    missing = {item.get("VALUE") for item in variable.findall(f"{ddi}invalrng/{ddi}item")}
    assert missing == {value for value, is_missing in categories.items() if is_missing == "Y"}
    span = variable.find(f"{ddi}valrng/{ddi}range")
    if variable.find(ddi + "varFormat").get("type") == "numeric":
        for value in column:
            seen += 1
            assert value in categories or int(span.get("min")) <= int(value) <= int(span.get("max")), value
print(json.dumps(seen))
"#;

#[tokio::test]
async fn every_number_is_one_that_triple_s_and_ddi_know() {
    let office = office().await;
    let folder = office.folder.path();
    said(&export(folder, &["--out", "out"]));
    let seen = python(HELD, &[&folder.join("out")]).as_u64().unwrap();
    assert!(seen > 100, "{seen}");
}
