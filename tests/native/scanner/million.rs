//! A million documents: what the scanner accepts and what it finds, against serde_json and the oracle.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use blend_sdk::check::{Code, Direction, Format, Kind, Policy, Report, check, check_parsed};

use super::generate::Generator;
use super::mutate::mutate;
use super::random::Random;
use super::tree::Tree;
use super::{models, oracle};

const MILLION: usize = 1_000_000;

/// The only reason for which the scanner refuses what serde_json takes: it is a little early with it.
const TOO_LARGE: &str = "too many digits";

const POLICIES: [Policy; 6] = [
    Policy { direction: Direction::Request, strict: false, allow_unknown: false, today: 20_000 },
    Policy { direction: Direction::Answer, strict: false, allow_unknown: false, today: 20_000 },
    Policy { direction: Direction::Request, strict: true, allow_unknown: false, today: 20_000 },
    Policy { direction: Direction::Answer, strict: true, allow_unknown: false, today: 20_000 },
    Policy { direction: Direction::Request, strict: false, allow_unknown: true, today: 20_000 },
    Policy { direction: Direction::Answer, strict: true, allow_unknown: true, today: 20_000 },
];

#[test]
fn a_million_documents_are_judged_as_serde_json_and_the_oracle_judge_them() {
    let millions: usize = std::env::var("MILLION").ok().and_then(|value| value.parse().ok()).unwrap_or(1);
    let kinds = models::all();
    let corpus: Vec<Vec<u8>> = corpus().into_iter().map(|(_, bytes)| bytes).collect();
    let (next, accepted, with_findings) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                // A thousand at a time; a case depends on its number alone, so that any can be run again.
                loop {
                    let first = next.fetch_add(1000, Ordering::Relaxed);
                    if first >= millions * MILLION {
                        break;
                    }
                    for number in first..first + 1000 {
                        let (outcome, _) = case(number, &kinds, &corpus);
                        accepted.fetch_add(usize::from(outcome != Outcome::Refused), Ordering::Relaxed);
                        with_findings.fetch_add(usize::from(outcome == Outcome::Findings), Ordering::Relaxed);
                    }
                }
            });
        }
    });
    let [accepted, with_findings] = [accepted, with_findings].map(|count| count.into_inner() / millions);
    println!("of each million: {accepted} are JSON, {with_findings} of them with findings");
    // Each kind of outcome has to be there in numbers, or this proves little.
    assert!((500_000..900_000).contains(&accepted), "{accepted}");
    assert!((200_000..accepted - 50_000).contains(&with_findings), "{with_findings}");
}

fn case(number: usize, kinds: &[(String, &'static Kind)], corpus: &[Vec<u8>]) -> (Outcome, Vec<u8>) {
    let mut random = Random::new(number as u64);
    let (name, kind) = random.pick(kinds);
    let mess = *random.pick(&[0, 0, 5, 20, 100, 400]);
    let density = *random.pick(&[100, 300, 600, 950]);
    let mut generator = Generator { random: &mut random, out: Vec::new(), mess, density, marked: false };
    generator.value(kind, Format::None, 0);
    let mut bytes = generator.out;
    for _ in 0..*random.pick(&[0, 0, 0, 0, 1, 1, 2, 4]) {
        mutate(&mut random, &mut bytes, corpus);
    }
    let shown = Shown { what: format_args!("case {number}, {name}"), bytes: &bytes };
    let policies = [POLICIES[0], POLICIES[1], POLICIES[2 + number % 4]];
    let outcome = compare(shown, kind, &policies);
    (outcome, bytes)
}

#[test]
fn the_corpus_is_judged_as_serde_json_and_the_oracle_judge_it() {
    let corpus = corpus();
    assert!(corpus.len() >= 40, "where is the corpus?");
    for (name, bytes) in &corpus {
        for (table, kind) in models::all() {
            compare(Shown { what: format_args!("{name}, {table}"), bytes }, kind, &POLICIES);
        }
        // By its name, a file says which way it goes.
        let is_json = serde_json::from_slice::<serde_json::Value>(bytes).is_ok();
        assert_eq!(is_json, !name.starts_with("no-"), "{name}");
    }
}

/// Inputs of interest, each in a file; and the vendor's documents.
pub fn corpus() -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for folder in ["tests/native/corpus", "tests/contract/examples"] {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            found.push((path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(path).unwrap()));
        }
    }
    found.sort();
    found
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Refused,
    Clean,
    Findings,
}

/// Prints the document when a check of it fails or panics.
struct Shown<'a> {
    what: std::fmt::Arguments<'a>,
    bytes: &'a [u8],
}

impl Drop for Shown<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            eprintln!("{}: b\"{}\"", self.what, self.bytes.escape_ascii());
        }
    }
}

fn compare(shown: Shown<'_>, kind: &'static Kind, policies: &[Policy]) -> Outcome {
    let bytes = shown.bytes;
    let tree = serde_json::from_slice::<Tree>(bytes);
    let mut outcome = Outcome::Refused;
    for policy in policies {
        let report = check(bytes, kind, *policy);
        let refusal = report.issues.iter().find(|issue| matches!(issue.code, Code::NotJson | Code::TooDeep));
        match (&tree, refusal) {
            (Err(_), Some(_)) => {}
            (Err(error), None) => panic!("serde_json refuses it and the scanner does not: {error}"),
            (Ok(_), Some(issue)) if issue.message.contains(TOO_LARGE) => {}
            (Ok(_), Some(issue)) => panic!("serde_json takes it and the scanner does not: {}", issue.message),
            (Ok(tree), None) => {
                let clean = report.issues.is_empty() && report.warnings.is_empty();
                if outcome != Outcome::Findings {
                    outcome = if clean { Outcome::Clean } else { Outcome::Findings };
                }
                if policy.direction == Direction::Answer {
                    // What is known to be JSON is passed over faster, and judged alike.
                    let parsed = check_parsed(std::str::from_utf8(bytes).unwrap(), kind, *policy);
                    assert_eq!((&parsed.issues, &parsed.warnings), (&report.issues, &report.warnings), "{policy:?}");
                }
                if !is_rounded(bytes) {
                    same_findings(tree, kind, *policy, &report);
                }
            }
        }
    }
    outcome
}

fn same_findings(tree: &Tree, kind: &'static Kind, policy: Policy, report: &Report) {
    let mut wanted = oracle::findings(tree, kind, policy);
    let of = |refuses: bool, issues: &[blend_sdk::check::Issue]| -> Vec<oracle::Finding> {
        issues.iter().map(|issue| (refuses, issue.path.clone(), oracle_code(issue.code))).collect()
    };
    let mut found = of(true, &report.issues);
    found.extend(of(false, &report.warnings));
    let by_text = |a: &oracle::Finding, b: &oracle::Finding| (a.0, &a.1, a.2 as u8).cmp(&(b.0, &b.1, b.2 as u8));
    for list in [&mut wanted, &mut found] {
        list.sort_by(by_text);
        list.dedup();
    }
    if report.issues.len() < 100 && report.warnings.len() < 100 {
        assert_eq!(found, wanted, "the scanner found the left and the oracle the right: {policy:?}");
    } else {
        assert!(found.iter().all(|finding| wanted.contains(finding)), "{policy:?}");
    }
}

/// The oracle knows no spelling: to it, a misspelt value is any unknown one.
fn oracle_code(code: Code) -> Code {
    if code == Code::MisspeltValue { Code::InvalidValue } else { code }
}

/// Whether a number in it may be rounded by serde_json, so that whole ones cannot be recognised by its
/// value. The scanner goes by the spelling.
fn is_rounded(bytes: &[u8]) -> bool {
    let parts = bytes.split(|byte| !matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-'));
    parts.filter(|part| part.len() > 5).any(|part| {
        let exponent = part.iter().rposition(|byte| matches!(byte, b'e' | b'E')).map_or(0, |at| part.len() - at);
        exponent > 4 || (part.len() > 15 && (exponent > 0 || part.contains(&b'.')))
    })
}

/// The tree is how this test sees a document; that `Value` sees the same is worth a look of its own.
#[test]
fn the_tree_takes_what_a_value_takes() {
    let (kinds, corpus) = (models::all(), corpus());
    let corpus: Vec<Vec<u8>> = corpus.into_iter().map(|(_, bytes)| bytes).collect();
    let generated = (0..20_000).map(|number| case(number, &kinds, &corpus).1);
    for bytes in generated.chain(corpus.iter().cloned()) {
        let value = serde_json::from_slice::<serde_json::Value>(&bytes).is_ok();
        assert_eq!(value, serde_json::from_slice::<Tree>(&bytes).is_ok(), "{}", bytes.escape_ascii());
    }
}
