//! The conditions of a run: the simulator's faults change, and the object is restarted and woken.

use std::rc::Rc;
use std::time::Duration;

use couvert_tests::molzait::Weights;

use crate::world::World;

/// How long after one alarm the next goes off.
const ALARM: Duration = Duration::from_secs(20);

/// Quiet twice, so that most of the time most things work.
const WEATHER: [(&str, &str); 5] = [
    ("quiet", "quiet"),
    (
        "mild",
        "well=90,delay=4,reset_after=1,half=1,status_before=1,status_after=1,late=1,html_ok=1",
    ),
    ("rough", "rough"),
    (
        "lossy",
        "well=30,create.reset_after=15,create.late=15,create.silent_after=10,create.garbage=10,\
               create.missing_fields=5,create.wrong_types=5,list.missing_fields=5,list.half=5",
    ),
    (
        "storm",
        "well=30,reset_before=10,reset_after=10,status_before=15,status_after=10,silent_after=5,\
               throttled=5,late=10,endless=3,huge_numbers=5,wrong_types=5,missing_fields=5",
    ),
];

/// Wakes the venue's object now and then, as its alarm does, until it is aborted.
pub async fn wake(world: Rc<World>) {
    loop {
        world.clock.pass(ALARM).await;
        world.wake();
    }
}

/// Changes the weather until it is aborted.
pub async fn change(world: Rc<World>) {
    loop {
        let (name, weights) = WEATHER[usize::try_from(world.rng(0..5)).unwrap_or_default()];
        let weights: Weights = weights.parse().expect("weights");
        world.simulator.borrow_mut().faults.weights = weights;
        world.report.borrow_mut().count("weather", name);
        // A storm is over soon: while it lasts, hardly a request succeeds.
        let longest = if name == "storm" { 9_000 } else { 40_000 };
        let time = Duration::from_millis(world.rng(5_000..longest));
        world.clock.pass(time).await;
        if world.rng(0..3) == 0 {
            world.restart("between");
        }
    }
}
