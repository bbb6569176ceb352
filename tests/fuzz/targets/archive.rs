//! The smallest zip archive that `torch.save` could have written around a pickle.

/// Stored, not compressed, as `torch.save` does it.
pub fn around(pickle: &[u8]) -> Vec<u8> {
    let storage = [0u8; 256];
    let entries: [(&str, &[u8]); 3] = [
        ("archive/data.pkl", pickle),
        ("archive/data/0", &storage),
        ("archive/version", b"3\n"),
    ];
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    for (name, data) in entries {
        let offset = file.len() as u32;
        let mut common = Vec::new();
        for field in [0u16, 0, 0, 0] {
            common.extend(field.to_le_bytes());
        }
        common.extend(crc32(data).to_le_bytes());
        common.extend((data.len() as u32).to_le_bytes());
        common.extend((data.len() as u32).to_le_bytes());
        common.extend((name.len() as u16).to_le_bytes());
        common.extend(0u16.to_le_bytes());

        file.extend(b"PK\x03\x04\x14\x00");
        file.extend(&common);
        file.extend(name.as_bytes());
        file.extend(data);

        directory.extend(b"PK\x01\x02\x14\x00\x14\x00");
        directory.extend(&common);
        // Comment, disk, attributes.
        directory.extend([0u8; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let start = file.len() as u32;
    file.extend(&directory);
    file.extend(b"PK\x05\x06\0\0\0\0");
    file.extend([3, 0, 3, 0]);
    file.extend((directory.len() as u32).to_le_bytes());
    file.extend(start.to_le_bytes());
    file.extend([0, 0]);
    file
}

fn crc32(data: &[u8]) -> u32 {
    !data.iter().fold(u32::MAX, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| {
            (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg())
        })
    })
}
