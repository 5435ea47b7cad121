//! What it takes to decide for a tablet with 10,000 responses waiting, which has to fit into a frame.
#![allow(missing_docs, reason = "Criterion's macros write functions without docs")]

use std::hint::black_box;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use outbox::{Batch, Entry, Outbox, Outcome};
use uuid::Uuid;

const NOW: u64 = 1_790_000_000_000;
const WAITING: u128 = 10_000;
const MOST: usize = 50;

fn id(number: u128) -> Uuid {
    // As random ones are, so that an order by id is not the order of the outbox.
    Uuid::from_u128(number.wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835))
}

fn full() -> Outbox {
    Outbox::of_stored(7, (0..WAITING).map(|number| (id(number), None)), NOW)
}

fn under_way() -> (Outbox, Vec<(Uuid, Outcome)>) {
    let mut outbox = full();
    let reports = match outbox.next_batch(NOW, MOST) {
        Batch::Send(ids) => ids.into_iter().map(|id| (id, Outcome::Stored)).collect(),
        Batch::Wait { .. } | Batch::Idle => Vec::new(),
    };
    (outbox, reports)
}

fn thousands(criterion: &mut Criterion) {
    let entries: Vec<Entry> = full().entries().to_vec();
    let line = full().line().clone();
    criterion.bench_function("10,000 waiting: found in the store", |bencher| bencher.iter(full));
    criterion.bench_function("10,000 waiting: restored", |bencher| {
        bencher.iter(|| Outbox::restore(7, line.clone(), black_box(entries.clone())));
    });
    criterion.bench_function("10,000 waiting: one more put", |bencher| {
        bencher.iter_batched_ref(full, |outbox| outbox.put(id(WAITING), NOW), BatchSize::LargeInput);
    });
    criterion.bench_function("10,000 waiting: a batch chosen", |bencher| {
        bencher.iter_batched_ref(full, |outbox| outbox.next_batch(NOW, MOST), BatchSize::LargeInput);
    });
    criterion.bench_function("10,000 waiting: a batch settled", |bencher| {
        let settle = |(outbox, reports): &mut (Outbox, Vec<_>)| outbox.settle_batch(reports, NOW);
        bencher.iter_batched_ref(under_way, settle, BatchSize::LargeInput);
    });
    criterion.bench_function("10,000 waiting: hurried", |bencher| {
        bencher.iter_batched_ref(full, |outbox| outbox.hurry(NOW), BatchSize::LargeInput);
    });
    criterion.bench_function("10,000 waiting: all sent, batch by batch", |bencher| {
        let flush = |outbox: &mut Outbox| {
            while let Batch::Send(ids) = outbox.next_batch(NOW, MOST) {
                let reports: Vec<_> = ids.into_iter().map(|id| (id, Outcome::Stored)).collect();
                outbox.settle_batch(&reports, NOW);
            }
        };
        bencher.iter_batched_ref(full, flush, BatchSize::LargeInput);
    });
}

criterion_group!(benches, thousands);
criterion_main!(benches);
