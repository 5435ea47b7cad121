//! Nothing that is kept back can be worked out from what is shown.

use std::collections::BTreeSet;

use indicators::{BASE_MIN, Publication, PublishedBase, Sum};
use proptest::prelude::*;

fn base(count: u64) -> PublishedBase {
    PublishedBase { count, always_shown: false }
}

/// A table of rows and columns with its margins, as a publication: cells, then rows, then columns, then all.
fn table(cells: &[Vec<u64>]) -> Publication {
    let (rows, columns) = (cells.len(), cells[0].len());
    let mut bases: Vec<_> = cells.iter().flatten().copied().map(base).collect();
    bases.extend(cells.iter().map(|row| base(row.iter().sum())));
    bases.extend((0..columns).map(|column| base(cells.iter().map(|row| row[column]).sum())));
    bases.push(PublishedBase { count: cells.iter().flatten().sum(), always_shown: true });
    let all = bases.len() - 1;
    let row_total = |row: usize| rows * columns + row;
    let column_total = |column: usize| rows * columns + rows + column;
    let mut sums: Vec<Sum> = (0..rows)
        .map(|row| Sum { whole: row_total(row), parts: (0..columns).map(|column| row * columns + column).collect() })
        .collect();
    let of_column = |column: usize| (0..rows).map(|row| row * columns + column).collect();
    sums.extend((0..columns).map(|column| Sum { whole: column_total(column), parts: of_column(column) }));
    sums.push(Sum { whole: all, parts: (0..rows).map(row_total).collect() });
    sums.push(Sum { whole: all, parts: (0..columns).map(column_total).collect() });
    Publication { bases, sums }
}

/// Solves for the hidden bases in fractions, as somebody with the publication would: another way than the crate's.
fn solved(publication: &Publication, hidden: &BTreeSet<usize>) -> BTreeSet<usize> {
    let names: Vec<usize> = hidden.iter().copied().collect();
    let mut rows: Vec<Vec<f64>> = publication
        .sums
        .iter()
        .map(|sum| {
            let sign = |name: &usize| if sum.whole == *name { -1.0 } else { f64::from(sum.parts.contains(name)) };
            names.iter().map(sign).collect()
        })
        .collect();
    let mut pivots = 0;
    for column in 0..names.len() {
        let Some(best) = (pivots..rows.len()).max_by(|a, b| rows[*a][column].abs().total_cmp(&rows[*b][column].abs()))
        else {
            break;
        };
        if rows[best][column].abs() < 1e-9 {
            continue;
        }
        rows.swap(best, pivots);
        let pivot: Vec<f64> = rows[pivots].iter().map(|value| value / rows[pivots][column]).collect();
        for (place, row) in rows.iter_mut().enumerate() {
            let factor = row[column];
            for (value, by) in row.iter_mut().zip(&pivot) {
                *value = if place == pivots { *by } else { *value - factor * by };
            }
        }
        pivots += 1;
    }
    let used = |row: &Vec<f64>| (0..names.len()).filter(|column| row[*column].abs() > 1e-9).collect::<Vec<_>>();
    rows.iter().map(used).filter(|used| used.len() == 1).map(|used| names[used[0]]).collect()
}

proptest! {
    #[test]
    fn no_base_that_is_kept_back_can_be_solved_for(
        cells in (2..6_usize, 2..5_usize).prop_flat_map(|(rows, columns)| {
            prop::collection::vec(prop::collection::vec(prop_oneof![0..14_u64, 10..200_u64], columns), rows)
        }),
    ) {
        let publication = table(&cells);
        let Ok(hidden) = publication.suppressed() else { return Ok(()) };
        for (place, base) in publication.bases.iter().enumerate() {
            prop_assert!(hidden.contains(&place) || base.always_shown || base.count >= BASE_MIN);
        }
        prop_assert!(!hidden.contains(&(publication.bases.len() - 1)));
        prop_assert_eq!(solved(&publication, &hidden), BTreeSet::new());
    }
}

#[test]
fn a_second_one_is_kept_back_where_the_first_could_be_subtracted() {
    let bases = [500, 300, 196, 4].map(base).to_vec();
    let publication = Publication { bases, sums: vec![Sum { whole: 0, parts: vec![1, 2, 3] }] };
    assert_eq!(publication.suppressed().unwrap(), BTreeSet::from([2, 3]));
}

#[test]
fn the_same_base_in_another_table_does_not_give_it_away() {
    // By age in one file and by wider ages in another: 0 = 1 + 2 + 3, 4 = 1 + 2, 0 = 4 + 3.
    let bases = vec![base(400), base(6), base(94), base(300), base(100)];
    let sums = vec![
        Sum { whole: 0, parts: vec![1, 2, 3] },
        Sum { whole: 4, parts: vec![1, 2] },
        Sum { whole: 0, parts: vec![4, 3] },
    ];
    let publication = Publication { bases, sums };
    let hidden = publication.suppressed().unwrap();
    assert!(hidden.contains(&1) && hidden.len() > 1);
    assert_eq!(solved(&publication, &hidden), BTreeSet::new());
}

#[test]
fn two_that_are_nobody_together_are_not_given_away_by_that() {
    let publication = table(&[vec![0, 0, 40, 50], vec![30, 30, 40, 50]]);
    let hidden = publication.suppressed().unwrap();
    let shown = |place: &usize| !hidden.contains(place);
    assert!(!(shown(&2) && shown(&3) && shown(&8)), "{hidden:?}");
}

#[test]
fn seven_of_a_whole_panel_of_seventeen_are_shown() {
    let whole = PublishedBase { count: 7, always_shown: true };
    assert!(Publication { bases: vec![whole], sums: Vec::new() }.suppressed().unwrap().is_empty());
}

#[test]
fn what_nothing_can_hide_is_said_and_not_published() {
    let whole = PublishedBase { count: 8, always_shown: true };
    let publication = Publication { bases: vec![whole, base(8)], sums: vec![Sum { whole: 0, parts: vec![1] }] };
    assert_eq!(publication.suppressed().unwrap_err().base, 1);
}
