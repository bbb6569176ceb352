//! The places of a forward pass, so that a change can be computed from where it begins.

use serde::Serialize;

/// A place of the forward pass, in order. A change at one leaves every place before it as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Place {
    Stem,
    Stage1,
    Bam1,
    Stage2,
    Bam2,
    Stage3,
    Bam3,
    Stage4,
    Head,
}

impl Place {
    /// Every place, in forward order.
    pub const ALL: [Place; 9] = [
        Place::Stem,
        Place::Stage1,
        Place::Bam1,
        Place::Stage2,
        Place::Bam2,
        Place::Stage3,
        Place::Bam3,
        Place::Stage4,
        Place::Head,
    ];

    /// The stage `k` = 1, 2, 3, 4.
    pub fn stage(k: usize) -> Place {
        [Place::Stage1, Place::Stage2, Place::Stage3, Place::Stage4][k - 1]
    }

    /// The BAM `k` = 1, 2, 3.
    pub fn bam(k: usize) -> Place {
        [Place::Bam1, Place::Bam2, Place::Bam3][k - 1]
    }
}
