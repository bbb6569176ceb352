//! Checkpoints of every container and naming scheme, good and bad.

use std::path::Path;

use bam_lens::checkpoint::Weights;

/// The first trained file, a sibling of the repository on machines that have it.
const SHIPPED: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../shared/models/resnet18-bam-tiny200.safetensors"
);

#[test]
fn the_shipped_file_is_used_to_the_last_key() {
    if !Path::new(SHIPPED).exists() {
        eprintln!("SKIPPED: there is no {SHIPPED}");
        return;
    }
    let started = std::time::Instant::now();
    let weights = Weights::read(std::fs::read(SHIPPED).unwrap()).unwrap();
    eprintln!("read in {:?}", started.elapsed());
    let report = weights.report();
    assert_eq!(weights.variants().len(), 23);
    assert_eq!(report.used, 3055);
    assert_eq!(report.ignored, 0);
    assert!(report.missing.is_empty());
    assert_eq!(weights.metadata().classes.len(), 200);
    let conv = weights.tensor("backbone.conv1.weight").unwrap();
    assert_eq!(conv.dims(), [64, 3, 7, 7]);
}
