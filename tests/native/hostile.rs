//! All that comes in from outside: headers, bodies, tokens, what a store holds, ids and paths, in whatever shape. Nothing
//! panics, no message shows what came, no wait is longer than it may be, and no request leaves its place.
//!
//! A case follows from its number, so that any can be run again. `MILLION=10` runs ten million.
//! What is to be tried each time lies in `incoming/`, one piece in a file; damage is done to it as to the scanner's documents.

// A helper of a test fails by a panic just as the test itself does.
#![allow(clippy::unwrap_used)]

#[path = "hostile/cases.rs"]
mod cases;
#[path = "hostile/laws.rs"]
mod laws;
#[path = "scanner/mutate.rs"]
mod mutate;
#[path = "scanner/random.rs"]
mod random;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use cases::{Case, Ends};

/// Without `MILLION`.
const CASES: usize = 300_000;

#[test]
fn nothing_that_comes_in_does_any_harm() {
    let count =
        std::env::var("MILLION").ok().and_then(|value| value.parse().ok()).map_or(CASES, |millions: usize| millions * 1_000_000);
    let corpus = corpus();
    let next = AtomicUsize::new(0);
    let ends: Vec<Ends> = thread::scope(|scope| {
        let workers = (0..thread::available_parallelism().map_or(1, usize::from)).map(|_| {
            scope.spawn(|| {
                let mut ends = Ends::default();
                loop {
                    let first = next.fetch_add(1000, Ordering::Relaxed);
                    if first >= count {
                        return ends;
                    }
                    for number in first..first + 1000 {
                        let case = Case::new(number, &corpus);
                        ends.add(case.run());
                    }
                }
            })
        });
        let workers: Vec<_> = workers.collect();
        workers.into_iter().map(|worker| worker.join().unwrap()).collect()
    });
    let all = ends.into_iter().fold(Ends::default(), |mut all, one| {
        all.add(one);
        all
    });
    println!("{count} cases: {all:?}");
    // Each way to end has to be there in numbers, or this proves little.
    let each = count / 200;
    assert!(
        [all.done, all.failed, all.refused, all.waits, all.sent, all.signed_in].iter().all(|number| *number > each),
        "{all:?}"
    );
}

#[test]
fn every_piece_as_it_is_does_no_harm_wherever_it_comes_in() {
    let corpus = corpus();
    assert!(corpus.len() >= 40, "where is the corpus?");
    for piece in &corpus {
        for number in 0..200 {
            Case::of(number, piece).run();
        }
    }
}

fn corpus() -> Vec<Vec<u8>> {
    let mut paths: Vec<_> = std::fs::read_dir("tests/native/incoming").unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read(path).unwrap()).collect()
}
