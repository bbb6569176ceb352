//! Any bytes as a photo, resized and cropped as the page does it.
#![no_main]

use bam_lens::Frame;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let (Some(&[size, position]), Some(file)) = (bytes.first_chunk(), bytes.get(2..)) else {
        return;
    };
    // Sizes that a network takes, and some that none does.
    let edge_px = 2 * usize::from(size) + 20;
    match Frame::open(file.to_vec(), edge_px) {
        Err(error) => assert!(error.coded().0.contains('.')),
        Ok(mut frame) => {
            frame
                .place(edge_px, f32::from(position) / 128.0)
                .expect("a size that was taken is taken again");
            frame.input(&[0.5; 3], &[0.25; 3]).expect("an input");
            frame.view(64).expect("a view");
        }
    }
});
