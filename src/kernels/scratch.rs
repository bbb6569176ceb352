//! Memory that the kernels write over and over: kept between runs, as large as the largest use so far.

use std::cell::Cell;

thread_local! {
    static KEPT: Cell<Vec<f32>> = const { Cell::new(Vec::new()) };
}

/// Lends `count` values to `work`. What is in them is left over from earlier work.
pub fn with_scratch<R>(count: usize, work: impl FnOnce(&mut [f32]) -> R) -> R {
    // Taken out meanwhile: work within work would get memory of its own.
    let mut values = KEPT.take();
    if values.len() < count {
        values.resize(count, 0.0);
    }
    let result = work(&mut values[..count]);
    KEPT.set(values);
    result
}
