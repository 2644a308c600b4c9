//! The conditions of a run: the simulator's faults change, and the object is restarted and woken.

use std::rc::Rc;
use std::time::Duration;

use crate::system::Weather;
use crate::world::World;

/// How long after one alarm the next goes off.
const ALARM: Duration = Duration::from_secs(20);

/// Quiet or mild twice in five, so that most of the time most things work.
const WEATHER: [(&str, Weather); 5] = [
    ("quiet", Weather::Quiet),
    ("mild", Weather::Mild),
    ("rough", Weather::Rough),
    ("lossy", Weather::Lossy),
    ("storm", Weather::Storm),
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
        let (name, weather) = WEATHER[usize::try_from(world.rng(0..5)).unwrap_or_default()];
        world.system.set_weather(weather, world.rng(0..u64::MAX));
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
