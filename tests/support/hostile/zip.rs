//! A zip archive, written field by field so that any of them can lie.
//!
//! Format: PKWARE APPNOTE.TXT 6.3.10.

use std::io::Write;

use flate2::Compression;
use flate2::write::DeflateEncoder;

/// An entry. What is not given is as it should be.
#[derive(Clone, Default)]
pub struct Entry {
    pub name: Vec<u8>,
    /// As stored: compressed where `method` says so.
    pub data: Vec<u8>,
    pub method: u16,
    pub flags: u16,
    pub crc: u32,
    /// The size when unpacked.
    pub size: u32,
    pub extra: Vec<u8>,
}

impl Entry {
    pub fn new(name: &str, content: &[u8]) -> Entry {
        let mut crc = flate2::Crc::new();
        crc.update(content);
        Entry {
            name: name.into(),
            data: content.into(),
            crc: crc.sum(),
            size: content.len() as u32,
            ..Entry::default()
        }
    }

    pub fn deflated(name: &str, content: &[u8]) -> Entry {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(content).unwrap();
        Entry {
            data: encoder.finish().unwrap(),
            method: 8,
            ..Entry::new(name, content)
        }
    }

    /// The fields that the local header and the directory have in common.
    fn common(&self) -> Vec<u8> {
        [
            &self.flags.to_le_bytes()[..],
            &self.method.to_le_bytes(),
            &[0; 4],
            &self.crc.to_le_bytes(),
            &(self.data.len() as u32).to_le_bytes(),
            &self.size.to_le_bytes(),
            &(self.name.len() as u16).to_le_bytes(),
            &(self.extra.len() as u16).to_le_bytes(),
        ]
        .concat()
    }
}

/// The whole file.
pub fn archive(entries: &[Entry]) -> Vec<u8> {
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    for entry in entries {
        let offset = file.len() as u32;
        let parts = [b"PK\x03\x04\x14\x00", &entry.common()[..]];
        file.extend(parts.concat());
        file.extend([&entry.name[..], &entry.extra, &entry.data].concat());

        directory.extend([b"PK\x01\x02\x14\x00\x14\x00", &entry.common()[..]].concat());
        // Comment, disk, attributes.
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend([&entry.name[..], &entry.extra].concat());
    }
    let start = file.len() as u32;
    file.extend(&directory);
    file.extend(b"PK\x05\x06\0\0\0\0");
    let count = (entries.len() as u16).to_le_bytes();
    file.extend([count, count].concat());
    file.extend((directory.len() as u32).to_le_bytes());
    file.extend(start.to_le_bytes());
    file.extend([0, 0]);
    file
}

/// What `torch.save` would write around a pickle whose one storage holds two numbers.
pub fn around(pickle: &[u8]) -> Vec<Entry> {
    let numbers = [1f32, 2f32].map(f32::to_le_bytes).concat();
    vec![
        Entry::new("archive/data.pkl", pickle),
        Entry::new("archive/data/0", &numbers),
        Entry::new("archive/version", b"3\n"),
    ]
}

/// The entries of a sound archive.
pub fn entries(file: Vec<u8>) -> Vec<Entry> {
    let mut archive = ::zip::ZipArchive::new(std::io::Cursor::new(file)).unwrap();
    let count = archive.len();
    let read = |index| {
        let mut entry = archive.by_index(index).unwrap();
        let mut content = Vec::new();
        std::io::copy(&mut entry, &mut content).unwrap();
        Entry::new(&entry.name().unwrap(), &content)
    };
    (0..count).map(read).collect()
}
