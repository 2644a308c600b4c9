//! Compares the worker with the least that could stand in its place: a read that is passed on with one that a bare
//! worker passes on, and a read from memory with answers that never change. All run in one workerd, so that the
//! work is compared and not the machine. `cargo xtask bench` starts them and passes their addresses.

#![expect(
    clippy::disallowed_methods,
    reason = "measuring time is what this program is for"
)]

mod ask;

use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use ask::{Asker, Failure, questions};

/// How often each of the two is asked before that counts: connections and code are warm then.
const WARM_UP: usize = 20;
/// How often each of the two is asked for its median.
const ROUNDS: usize = 400;
/// How many clients ask at once for the throughput.
const CLIENTS: usize = 8;
/// How long each of the two is asked in one turn.
const TURN: Duration = Duration::from_secs(2);
/// How many turns each of the two has.
const TURNS: usize = 5;
/// The most that passing a read on may take, in medians of the bare worker's.
const PROXIED_GOAL: f64 = 1.15;
/// The least throughput of a read from memory, in that of an answer that never changes: the bare
/// worker's, and the worker's own, which carries the same headers, limits and lines of the log.
const CACHED_GOAL: f64 = 0.9;

/// Where everything is.
struct Addresses {
    worker: String,
    bare: String,
    fixed: String,
    upstream_ms: u32,
    /// Whether it only has to be shown that this runs: then there are no goals.
    is_once: bool,
}

fn main() -> ExitCode {
    match read(std::env::args().skip(1).collect()).and_then(|addresses| measure(&addresses)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn read(arguments: Vec<String>) -> Result<Addresses, Failure> {
    let usage = || Failure::new("usage: load WORKER BARE FIXED UPSTREAM_MS [once]");
    let (arguments, is_once) = match arguments.split_last() {
        Some((last, others)) if last == "once" => (others.to_vec(), true),
        _ => (arguments, false),
    };
    let [worker, bare, fixed, upstream_ms]: [String; 4] = arguments.try_into().map_err(|_| usage())?;
    let upstream_ms = upstream_ms
        .parse()
        .map_err(|_| Failure::new("UPSTREAM_MS is a number"))?;
    Ok(Addresses {
        worker,
        bare,
        fixed,
        upstream_ms,
        is_once,
    })
}

/// Measures, prints, and says whether the goals are met.
fn measure(addresses: &Addresses) -> Result<bool, Failure> {
    let (worker, bare) = medians(addresses)?;
    let proxied = worker.as_secs_f64() / bare.as_secs_f64();
    let Throughputs { cached, fixed, own } = throughputs(addresses)?;
    let (beside_bare, beside_own) = (cached / fixed, cached / own);
    println!(
        "a read passed on, upstream answering in {} ms: {:.2} ms; a bare worker: {:.2} ms",
        addresses.upstream_ms,
        milliseconds(worker),
        milliseconds(bare),
    );
    println!("  ratio of the medians {proxied:.3}, goal at most {PROXIED_GOAL}");
    println!(
        "a read from memory: {cached:.0} a second; an answer that never changes: {fixed:.0} from a bare \
         worker, {own:.0} from this one"
    );
    println!("  ratios of the throughputs {beside_bare:.3} and {beside_own:.3}, goal at least {CACHED_GOAL}");
    Ok(addresses.is_once || (proxied <= PROXIED_GOAL && beside_bare >= CACHED_GOAL))
}

/// The medians of a read that the worker passes on and of the same read through the bare worker. The
/// two take turns, and the one that begins changes too; no question is asked twice, so that nothing is
/// answered from memory.
fn medians(addresses: &Addresses) -> Result<(Duration, Duration), Failure> {
    let worker = Asker::new(&addresses.worker);
    let bare = Asker::new(&addresses.bare);
    let fresh = questions(&worker)?;
    let rounds = if addresses.is_once { 1 } else { ROUNDS };
    if fresh.len() < rounds + WARM_UP {
        return Err(Failure::new("too few different questions"));
    }
    let (mut through_worker, mut through_bare) = (Vec::new(), Vec::new());
    for (round, question) in fresh.iter().take(rounds + WARM_UP).enumerate() {
        let ask_worker = || timed(|| worker.slots(question));
        let ask_bare = || timed(|| bare.upstream_slots(question));
        let (one, other) = if round % 2 == 0 {
            let one = ask_worker()?;
            (one, ask_bare()?)
        } else {
            let other = ask_bare()?;
            (ask_worker()?, other)
        };
        if round >= WARM_UP {
            through_worker.push(one);
            through_bare.push(other);
        }
    }
    Ok((median(through_worker), median(through_bare)))
}

/// Answers a second.
struct Throughputs {
    cached: f64,
    fixed: f64,
    own: f64,
}

/// The throughputs of a read from memory and of answers that never change, in turns.
fn throughputs(addresses: &Addresses) -> Result<Throughputs, Failure> {
    let worker = Asker::new(&addresses.worker);
    let question = questions(&worker)?
        .pop()
        .ok_or_else(|| Failure::new("no question"))?;
    let cached = || Asker::new(&addresses.worker).slots(&question);
    cached()?;
    let (mut from_memory, mut fixed, mut own) = (Vec::new(), Vec::new(), Vec::new());
    let (turns, turn) = if addresses.is_once {
        (1, TURN / 20)
    } else {
        (TURNS, TURN)
    };
    for _ in 0..turns {
        from_memory.push(answers_a_second(&addresses.worker, turn, |asker| {
            asker.slots(&question)
        })?);
        fixed.push(answers_a_second(&addresses.fixed, turn, Asker::fixed)?);
        own.push(answers_a_second(&addresses.worker, turn, Asker::health)?);
    }
    Ok(Throughputs {
        cached: middle(from_memory),
        fixed: middle(fixed),
        own: middle(own),
    })
}

/// How many answers a second all clients together get in one turn.
fn answers_a_second<F>(origin: &str, turn: Duration, ask: F) -> Result<f64, Failure>
where
    F: Fn(&Asker) -> Result<(), Failure> + Sync,
{
    let count = AtomicUsize::new(0);
    let started = Instant::now();
    thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS)
            .map(|_| {
                scope.spawn(|| {
                    let asker = Asker::new(origin);
                    while started.elapsed() < turn {
                        ask(&asker)?;
                        count.fetch_add(1, Ordering::Relaxed);
                    }
                    Ok(())
                })
            })
            .collect();
        clients.into_iter().try_for_each(|client| {
            client
                .join()
                .unwrap_or_else(|_| Err(Failure::new("a client broke off")))
        })
    })?;
    #[expect(clippy::cast_precision_loss, reason = "a count of some thousands")]
    let count = count.into_inner() as f64;
    Ok(count / started.elapsed().as_secs_f64())
}

fn timed(ask: impl FnOnce() -> Result<(), Failure>) -> Result<Duration, Failure> {
    let started = Instant::now();
    ask()?;
    Ok(started.elapsed())
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn middle(mut rates: Vec<f64>) -> f64 {
    rates.sort_unstable_by(f64::total_cmp);
    rates.get(rates.len() / 2).copied().unwrap_or_default()
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
